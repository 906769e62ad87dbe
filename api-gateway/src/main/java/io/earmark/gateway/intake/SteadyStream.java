package io.earmark.gateway.intake;

import io.earmark.gateway.web.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.springframework.http.HttpStatus;

/**
 * Cuts off who sends too slowly, on the average from the start on. A client that trickles its upload holds a thread of
 * the server for as long as it likes; at this rate the largest upload takes less than a day, which is how old an orphaned
 * blob must be.
 */
public final class SteadyStream extends FilterInputStream {

    static final long LEAST_BYTES_PER_SECOND = 32 * 1024;
    static final long GRACE_SECONDS = 30;

    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final long begun;
    private long bytes;

    /** @param nanoTime {@link System#nanoTime()}, but in tests */
    public SteadyStream(InputStream in, LongSupplier nanoTime) {
        super(in);
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) {
        bytes += read;
        double seconds = (nanoTime.getAsLong() - begun) / NANOS;
        if (seconds > GRACE_SECONDS && bytes < seconds * LEAST_BYTES_PER_SECOND) {
            throw new Problem(
                    HttpStatus.REQUEST_TIMEOUT,
                    "upload-too-slow",
                    "The upload is too slow",
                    "At least " + LEAST_BYTES_PER_SECOND / 1024 + " kB a second are expected; " + bytes
                            + " bytes came in " + (long) seconds + " s.");
        }
    }
}
