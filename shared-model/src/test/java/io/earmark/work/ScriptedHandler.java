package io.earmark.work;

import io.earmark.call.StageResult;
import io.earmark.job.JobKind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A handler that does what its test says, and tells how often it was begun. */
public final class ScriptedHandler implements JobHandler {

    /** What is done for a job. */
    public interface Work {
        @Nullable
        StageResult handle(JobContext job) throws Exception;
    }

    private final JobKind kind;
    private final Work work;
    private final AtomicInteger runs = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);

    public ScriptedHandler(JobKind kind, Work work) {
        this.kind = kind;
        this.work = work;
    }

    /** Runs until the latch opens; stops when it is interrupted. */
    public static ScriptedHandler until(JobKind kind, CountDownLatch latch, StageResult result) {
        return new ScriptedHandler(kind, job -> {
            latch.await();
            return result;
        });
    }

    @Override
    public JobKind kind() {
        return kind;
    }

    @Override
    @SuppressWarnings("NullAway") // a handler without a result is one of the cases that tests make
    public StageResult handle(JobContext job) throws Exception {
        runs.incrementAndGet();
        begun.release();
        return work.handle(job);
    }

    public int runs() {
        return runs.get();
    }

    /** Back when the handler was begun once more. */
    public void awaitBegun() throws InterruptedException {
        begun.acquire();
    }
}
