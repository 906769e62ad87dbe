package io.earmark.bench;

/** A job engine with nothing to do but jobs that do nothing. */
interface Engine extends AutoCloseable {

    String name();

    /** Inserts one job, durably, from any thread. */
    void enqueue();

    /** Begins to work off what waits. */
    void start();

    /** Stops working; called when nothing waits. */
    void stop();

    /** Handlers that have run so far, by this engine in this process. */
    long handled();

    /** Jobs that the database does not yet hold as done. */
    long unfinished();

    /** Forgets the finished jobs, so that each round begins alike. */
    void clear();

    @Override
    void close();
}
