package io.earmark.gateway.status;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * Server-sent events (WHATWG HTML, section 9.2) to one client, written only when its connection takes them (Servlet's
 * non-blocking output): no thread belongs to it, and none ever waits for it. What it is too slow for is replaced by what
 * comes next, so at most one event is kept for it; if it takes none for as long as the server waits for any client, the
 * server closes it. One that went away shows at the next write.
 */
final class EventStream implements WriteListener, AsyncListener {

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final byte[] BEGINNING = ":\nretry: 2000\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final AsyncContext context;
    private final ServletOutputStream output;
    private final long heartbeatNanos;
    private Runnable closed = () -> {};
    private boolean begun;
    private byte @Nullable [] waiting;
    private boolean unflushed;
    private boolean ending;
    private boolean open = true;
    private long lastWrite = System.nanoTime();

    EventStream(HttpServletRequest request, HttpServletResponse response, Duration heartbeat) throws IOException {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // A proxy such as nginx would collect them.
        response.setHeader("X-Accel-Buffering", "no");
        this.heartbeatNanos = heartbeat.toNanos();
        this.output = response.getOutputStream();
        this.context = request.startAsync();
        context.setTimeout(0);
        context.addListener(this);
        this.waiting = BEGINNING;
    }

    /**
     * Once the request's own thread is done, the server asks for what there is to write.
     *
     * @param whenClosed called once, when nothing will be written any more
     */
    void begin(Runnable whenClosed) {
        closed = whenClosed;
        output.setWriteListener(this);
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** @param data one line */
    void send(String id, String event, String data) {
        offer(("id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Once what waits is written. */
    void end() {
        synchronized (this) {
            ending = true;
        }
        write();
    }

    /** To be called often: says something if there was nothing to say for long. */
    void keepAlive() {
        synchronized (this) {
            if (waiting != null || System.nanoTime() - lastWrite < heartbeatNanos) {
                return;
            }
        }
        offer(HEARTBEAT);
    }

    private void offer(byte[] bytes) {
        synchronized (this) {
            // The beginning is part of what comes first.
            waiting = waiting == BEGINNING ? joined(BEGINNING, bytes) : bytes;
        }
        write();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            begun = true;
        }
        write();
    }

    private void write() {
        try {
            if (wrote()) {
                close();
            }
        } catch (IOException | RuntimeException e) {
            log.debug("A client of events went away: {}", e.toString());
            close();
        }
    }

    /** As much as the connection takes; it calls again when it takes more. @return whether that was all there will be */
    private synchronized boolean wrote() throws IOException {
        while (open && begun && output.isReady()) {
            byte[] next = waiting;
            if (next != null) {
                waiting = null;
                unflushed = true;
                lastWrite = System.nanoTime();
                output.write(next);
            } else if (unflushed) {
                unflushed = false;
                output.flush();
            } else {
                return ending;
            }
        }
        return false;
    }

    private void close() {
        synchronized (this) {
            if (!open) {
                return;
            }
            open = false;
        }
        closed.run();
        complete();
    }

    private void complete() {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            log.trace("The server has done so already", e);
        }
    }

    @Override
    public void onError(Throwable e) {
        log.debug("A client of events is gone or too slow: {}", e.toString());
        close();
    }

    /** If it is still not complete after this, the server makes an error page of it. */
    @Override
    public void onError(AsyncEvent event) {
        close();
        complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
