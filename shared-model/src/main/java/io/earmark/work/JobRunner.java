package io.earmark.work;

import io.earmark.blob.BlobStore;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Claims a job and runs its handler, one {@link JobRun} for each attempt. */
final class JobRunner {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    private final Jobs jobs;
    private final Calls calls;
    private final BlobStore blobs;
    private final JsonMapper json;
    private final LeaseKeeper keeper;
    private final WorkMetrics metrics;
    private final WorkSettings settings;
    private final Set<JobRun> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    JobRunner(
            Jobs jobs,
            Calls calls,
            BlobStore blobs,
            JsonMapper json,
            LeaseKeeper keeper,
            WorkMetrics metrics,
            WorkSettings settings) {
        this.jobs = jobs;
        this.calls = calls;
        this.blobs = blobs;
        this.json = json;
        this.keeper = keeper;
        this.metrics = metrics;
        this.settings = settings;
    }

    /** @return whether the message is done with; false if the job was not touched and must be offered again */
    boolean run(JobId id, JobHandler handler) {
        if (stopping) {
            return false;
        }
        Optional<Job> claimed = jobs.claim(id, settings.workerName(), settings.lease());
        if (claimed.isEmpty()) {
            metrics.duplicate(handler.kind());
            log.debug("Job {} is done, taken, or not due: a duplicate message", id);
            return true;
        }
        metrics.claimed(handler.kind());
        JobRun run = new JobRun(claimed.get(), handler, new Completion(jobs, metrics), keeper);
        running.add(run);
        try {
            if (stopping) {
                run.handBack();
            }
            run.execute(new HeldJob(claimed.get(), jobs, calls, blobs, json, settings.scratch()));
        } finally {
            running.remove(run);
        }
        return true;
    }

    /** Waits for running jobs until the deadline, then has them handed back. */
    void shutDown() {
        stopping = true;
        long deadline = System.nanoTime() + settings.shutdown().toNanos();
        for (JobRun run : running) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (!run.awaitEnd(left)) {
                run.handBack();
            }
        }
    }
}
