package io.earmark.gateway.upload;

import io.earmark.gateway.web.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a request's body, up to so many bytes or so much time. A line that breaks ends it, too, for what has
 * arrived is worth keeping; {@link #rethrow} tells of it afterwards.
 */
final class PartStream extends InputStream {

    private final InputStream body;
    private final long deadline;
    private long left;
    private boolean ended;
    private @Nullable Exception failure;

    PartStream(InputStream body, long most, Duration time) {
        this.body = body;
        this.left = most;
        this.deadline = System.nanoTime() + time.toNanos();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (ended || left == 0 || System.nanoTime() - deadline >= 0) {
            return -1;
        }
        try {
            int read = body.read(buffer, offset, (int) Math.min(length, left));
            ended = read < 0;
            left -= Math.max(0, read);
            return read;
        } catch (IOException | Problem e) {
            ended = true;
            failure = e;
            return -1;
        }
    }

    /** There is nothing more to read from the body. */
    boolean isLast() {
        return ended;
    }

    /** If that was because of a line that broke or was too slow. */
    void rethrow() throws IOException {
        if (failure instanceof IOException broken) {
            throw broken;
        }
        if (failure instanceof Problem tooSlow) {
            throw tooSlow;
        }
    }
}
