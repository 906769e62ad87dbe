package io.earmark.work;

import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
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
     * Claims them together, and those that cannot be had so one by one.
     *
     * @return whether the message is done with; false if jobs were not touched and must be offered again
     * @throws RuntimeException if they could not be claimed: the database is away
     */
    boolean run(List<JobId> ids, JobHandler handler) {
        if (stopping) {
            ids.forEach(id -> metrics.returned(handler.kind()));
            return false;
        }
        return ids.size() == 1 ? runAlone(ids.get(0), handler) : runTogether(ids, handler);
    }

    private boolean runAlone(JobId id, JobHandler handler) {
        Optional<Job> claimed =
                claimed(List.of(id), handler, () -> jobs.claim(id, settings.workerName(), settings.lease()));
        if (claimed.isEmpty()) {
            metrics.duplicate(handler.kind());
            log.debug("Job {} is done, taken, or not due: a duplicate message", id);
            return true;
        }
        execute(List.of(claimed.get()), handler);
        return true;
    }

    private boolean runTogether(List<JobId> ids, JobHandler handler) {
        List<Job> claimed =
                claimed(ids, handler, () -> jobs.claimTogether(ids, settings.workerName(), settings.lease()));
        execute(claimed, handler);
        List<JobId> others = new ArrayList<>(ids);
        claimed.forEach(job -> others.remove(job.id()));
        return others.stream().allMatch(id -> run(List.of(id), handler));
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

    private <T> T claimed(List<JobId> ids, JobHandler handler, Supplier<T> claim) {
        try {
            return claim.get();
        } catch (RuntimeException e) {
            ids.forEach(id -> metrics.returned(handler.kind()));
            throw e;
        }
    }

    private void execute(List<Job> claimed, JobHandler handler) {
        claimed.forEach(job -> metrics.claimed(handler.kind()));
        List<JobRun> each = claimed.stream()
                .map(job -> new JobRun(job, holder.apply(job), handler, completion))
                .toList();
        running.addAll(each);
        try (JobRuns runs = new JobRuns(each, completion);
                LeaseKeeper.Watch watch = keeper.watch(runs)) {
            runs.execute(() -> stopping);
        } finally {
            running.removeAll(each);
            each.forEach(run -> metrics.ended(handler.kind(), run.outcome(), run.taken()));
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
