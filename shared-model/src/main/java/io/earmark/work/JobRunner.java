package io.earmark.work;

import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims a job and runs its handler, one {@link JobRun} for each attempt. */
final class JobRunner {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
    /** What a handler that is interrupted at shutdown gets to stop its child processes. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Jobs jobs;
    private final Function<Job, HeldJob> holder;
    private final LeaseKeeper keeper;
    private final Completion completion;
    private final WorkMetrics metrics;
    private final WorkSettings settings;
    private final Set<JobRun> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** @param holder makes the context of a claimed job */
    JobRunner(
            Jobs jobs, Function<Job, HeldJob> holder, LeaseKeeper keeper, WorkMetrics metrics, WorkSettings settings) {
        this.jobs = jobs;
        this.holder = holder;
        this.keeper = keeper;
        this.completion = new Completion(jobs);
        this.metrics = metrics;
        this.settings = settings;
    }

    /**
     * @return whether the message is done with; false if the job was not touched and must be offered again
     * @throws RuntimeException if the job could not be claimed: the database is away
     */
    boolean run(JobId id, JobHandler handler) {
        if (stopping) {
            metrics.returned(handler.kind());
            return false;
        }
        Optional<Job> claimed = claim(id, handler);
        if (claimed.isEmpty()) {
            metrics.duplicate(handler.kind());
            log.debug("Job {} is done, taken, or not due: a duplicate message", id);
            return true;
        }
        metrics.claimed(handler.kind());
        run(new JobRun(claimed.get(), handler, completion));
        return true;
    }

    /** @return whether their message is done with; false if they must be offered again by it */
    boolean giveBack(List<JobId> ids) {
        try {
            jobs.notSent(ids);
            return true;
        } catch (RuntimeException e) {
            log.info("{} jobs cannot be given back one by one; their message goes back whole", ids.size(), e);
            return false;
        }
    }

    private Optional<Job> claim(JobId id, JobHandler handler) {
        try {
            return jobs.claim(id, settings.workerName(), settings.lease());
        } catch (RuntimeException e) {
            metrics.returned(handler.kind());
            throw e;
        }
    }

    private void run(JobRun run) {
        long begun = System.nanoTime();
        Outcome outcome = Outcome.UNWRITTEN;
        running.add(run);
        try (HeldJob held = holder.apply(run.job());
                LeaseKeeper.Watch watch = keeper.watch(run, held)) {
            if (stopping) {
                run.handBack();
            }
            outcome = run.execute(held);
        } finally {
            running.remove(run);
            metrics.ended(run.job().kind(), outcome, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** Waits for running jobs until the deadline, then has them handed back, whether their handlers listen or not. */
    void shutDown() {
        stopping = true;
        awaitEnds(settings.shutdown());
        running.forEach(JobRun::handBack);
        awaitEnds(GRACE);
        running.forEach(JobRunner::force);
        completion.abandon();
    }

    private void awaitEnds(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (JobRun run : running) {
            run.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    private static void force(JobRun run) {
        try {
            run.force();
        } catch (RuntimeException e) {
            log.warn(
                    "Job {} could not be handed back; its lease will run out",
                    run.job().id(),
                    e);
        }
    }
}
