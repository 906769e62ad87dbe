package io.earmark.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** One thing that is measured. */
interface Benchmark {

    /** As it is asked for on the command line. */
    String name();

    /**
     * @param brief a form of a few seconds, to see that it runs; its figures mean little
     * @throws Exception if it could not measure; slow is no error
     */
    void run(Servers servers, boolean brief, Report report) throws Exception;

    /** Looks each two milliseconds, for at most three minutes. */
    static void await(Callable<Boolean> done) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(done);
    }
}
