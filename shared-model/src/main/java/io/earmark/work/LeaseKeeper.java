package io.earmark.work;

import io.earmark.store.Jobs;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The heartbeat of running jobs: renews the lease, writes progress, and learns that a job is to stop. */
final class LeaseKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Jobs jobs;
    private final WorkSettings settings;
    private final ScheduledExecutorService heart;

    LeaseKeeper(Jobs jobs, WorkSettings settings) {
        this.jobs = jobs;
        this.settings = settings;
        this.heart = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "lease-keeper");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Until closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    Watch watch(JobRun run, HeldJob held) {
        long every = settings.heartbeat().toMillis();
        ScheduledFuture<?> beats =
                heart.scheduleWithFixedDelay(() -> beat(run, held), every, every, TimeUnit.MILLISECONDS);
        return () -> beats.cancel(false);
    }

    /** A database that does not answer is no reason to stop: the lease may outlast it, and the token guards the end. */
    private void beat(JobRun run, HeldJob held) {
        try {
            HeldJob.Progress progress = held.progress();
            Jobs.Heartbeat heard =
                    jobs.keep(run.job().id(), run.token(), settings.lease(), progress.fraction(), progress.stage());
            switch (heard) {
                case KEPT -> {}
                case CANCEL_REQUESTED -> run.stop(JobRun.Stop.CANCELLED);
                case LOST -> run.stop(JobRun.Stop.LEASE_LOST);
            }
        } catch (RuntimeException e) {
            log.warn("Job {}: no heartbeat, will try again: {}", run.job().id(), e.toString());
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }
}
