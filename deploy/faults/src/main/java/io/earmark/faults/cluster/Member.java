package io.earmark.faults.cluster;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One gateway or worker. Whatever ends it, the supervisor starts it again, as an orchestrator would. */
public final class Member {

    private final String name;
    private final Deployable deployable;
    private final RunDirectory run;
    private final List<String> command;
    private final int port;
    private final AtomicInteger starts = new AtomicInteger();
    private @Nullable Child process;
    private boolean wanted;

    Member(String name, Deployable deployable, RunDirectory run, List<String> command, int port) {
        this.name = name;
        this.deployable = deployable;
        this.run = run;
        this.command = command;
        this.port = port;
    }

    public String name() {
        return name;
    }

    public Deployable deployable() {
        return deployable;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** How often it was started. */
    public int starts() {
        return starts.get();
    }

    synchronized void start() throws IOException {
        wanted = true;
        process = Child.start(run, name, command, Map.of());
        starts.incrementAndGet();
    }

    /** Starts it again if it ended and is still wanted. */
    synchronized void supervise() throws IOException {
        if (wanted && (process == null || !process.isAlive())) {
            start();
        }
    }

    public synchronized void signal(String signal) throws IOException {
        if (process != null && process.isAlive()) {
            process.signal(signal);
        }
    }

    /** An orderly shutdown, for good. @return whether it ended by itself */
    boolean stop() throws IOException, InterruptedException {
        Child running;
        synchronized (this) {
            wanted = false;
            running = process;
        }
        if (running == null) {
            return true;
        }
        running.signal("CONT");
        running.signal("TERM");
        boolean ended = running.awaitEnd(Duration.ofSeconds(40));
        if (!ended) {
            running.kill();
        }
        return ended;
    }
}
