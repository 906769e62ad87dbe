package io.earmark.bench;

import io.earmark.blob.BlobRef;
import io.earmark.call.SpokenAudio;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.work.JobContext;
import io.earmark.work.JobHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Does nothing, and knows how often and when. Its results are as small as they can be. */
final class CountingHandler implements JobHandler {

    private static final Duration MOST = Duration.ofMinutes(1);

    private final JobKind kind;
    private final AtomicLong handled = new AtomicLong();
    private final Map<JobId, Long> begun = new ConcurrentHashMap<>();

    private volatile long lastBegun;
    private volatile @Nullable Thread waiter;

    CountingHandler(JobKind kind) {
        this.kind = kind;
    }

    @Override
    public JobKind kind() {
        return kind;
    }

    @Override
    public StageResult handle(JobContext job) {
        long now = System.nanoTime();
        begun.put(job.id(), now);
        lastBegun = now;
        handled.incrementAndGet();
        LockSupport.unpark(waiter);
        return result(job.id());
    }

    /** A transcript of nothing for COACH too: nobody reads it here. */
    private StageResult result(JobId id) {
        return kind == JobKind.SPEAK
                ? new SpokenAudio(new BlobRef("00/" + id, "00", 1), "audio/wav", 1)
                : new Transcript(1, "en-US", new Transcript.Engine("none", "none", "0"), List.of(), List.of());
    }

    long handled() {
        return handled.get();
    }

    /** When its handler began, as {@link System#nanoTime()}; null if it has not. */
    @Nullable
    Long begunAt(JobId id) {
        return begun.get(id);
    }

    /** As {@link System#nanoTime()}, of whatever job. */
    long lastBegun() {
        return lastBegun;
    }

    /**
     * Waits for at most a minute. It is told of each job, instead of looking again and again, which would take time from what
     * is measured.
     */
    void await(BooleanSupplier done) {
        waiter = Thread.currentThread();
        long deadline = System.nanoTime() + MOST.toNanos();
        while (!done.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException("The job did not come within " + MOST);
            }
            LockSupport.parkNanos(this, left);
        }
        waiter = null;
    }

    void forget() {
        begun.clear();
    }
}
