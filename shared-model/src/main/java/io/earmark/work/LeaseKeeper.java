package io.earmark.work;

import io.earmark.store.Jobs;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The heartbeat of running jobs: renews the lease, writes progress, and learns that a job is to stop. */
final class LeaseKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Jobs jobs;
    private final WorkSettings settings;
    private final ScheduledThreadPoolExecutor heart;

    /** @param slots handlers at a time, each with a thread of its own: a beat that hangs in the database delays no other's */
    LeaseKeeper(Jobs jobs, WorkSettings settings, int slots) {
        this.jobs = jobs;
        this.settings = settings;
        this.heart = new ScheduledThreadPoolExecutor(Math.max(1, slots), task -> {
            Thread thread = new Thread(task, "lease-keeper");
            thread.setDaemon(true);
            return thread;
        });
        heart.setRemoveOnCancelPolicy(true);
    }

    /** Until closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    Watch watch(JobRuns runs) {
        long every = settings.heartbeat().toMillis();
        ScheduledFuture<?> beats = heart.scheduleWithFixedDelay(() -> beat(runs), every, every, TimeUnit.MILLISECONDS);
        return () -> beats.cancel(false);
    }

    private void beat(JobRuns runs) {
        try {
            runs.shed();
        } catch (RuntimeException e) {
            log.warn("Results are not written yet, or jobs not given up, will try again: {}", e.toString());
        }
        runs.open().forEach(this::beat);
    }

    /** A database that does not answer is no reason to stop: the lease may outlast it, and the token guards the end. */
    private void beat(JobRun run) {
        try {
            HeldJob.Progress progress = run.held().progress();
            Jobs.Heartbeat heard =
                    jobs.keep(run.job().id(), run.token(), settings.lease(), progress.fraction(), progress.stage());
            switch (heard) {
                case KEPT -> {}
                case CANCEL_REQUESTED -> cancel(run);
                case LOST -> run.stop(Turn.Stop.LEASE_LOST);
            }
        } catch (RuntimeException e) {
            log.warn("Job {}: no heartbeat, will try again: {}", run.job().id(), e.toString());
        }
    }

    /**
     * The handler has half a heartbeat to stop. If it does not listen, the job ends without it, so that whoever
     * cancelled need not wait for an engine. Comes again with each heartbeat until that is written.
     */
    private void cancel(JobRun run) {
        run.stop(Turn.Stop.CANCELLED);
        heart.schedule(() -> force(run), settings.heartbeat().toMillis() / 2, TimeUnit.MILLISECONDS);
    }

    private static void force(JobRun run) {
        try {
            run.force();
        } catch (RuntimeException e) {
            log.warn("Job {}: not cancelled yet, will try again: {}", run.job().id(), e.toString());
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }
}
