package io.earmark.bench;

/** One thing that is measured. */
interface Benchmark {

    /** As it is asked for on the command line. */
    String name();

    /**
     * @param brief a form of a few seconds, to see that it runs; its figures mean little
     * @throws Exception if it could not measure; slow is no error
     */
    void run(Servers servers, boolean brief, Report report) throws Exception;
}
