package io.earmark.work;

import io.earmark.blob.BlobStore;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.Coaching;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.Warning;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** The {@link JobContext} of a claimed job. Closing it removes its scratch directory. */
final class HeldJob implements JobContext, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HeldJob.class);

    /** How far the job is. */
    record Progress(double fraction, @Nullable String stage) {}

    private final Job job;
    private final Jobs jobs;
    private final Calls calls;
    private final BlobStore blobs;
    private final JsonMapper json;
    private final Path scratch;
    private final List<Warning> warnings = new CopyOnWriteArrayList<>();
    private volatile Progress progress = new Progress(0, null);

    HeldJob(Job job, Jobs jobs, Calls calls, BlobStore blobs, JsonMapper json, @Nullable Path scratchRoot) {
        this.job = job;
        this.jobs = jobs;
        this.calls = calls;
        this.blobs = blobs;
        this.json = json;
        this.scratch = makeScratch(scratchRoot);
    }

    private static Path makeScratch(@Nullable Path root) {
        try {
            return root == null
                    ? Files.createTempDirectory("earmark-")
                    : Files.createTempDirectory(Files.createDirectories(root), "job-");
        } catch (IOException e) {
            throw new UncheckedIOException("No scratch directory can be made: is the disk full?", e);
        }
    }

    @Override
    public JobId id() {
        return job.id();
    }

    @Override
    public int attempt() {
        return job.attempts();
    }

    @Override
    public <T> T request(Class<T> type) {
        return json.readValue(job.request(), type);
    }

    @Override
    public Call call() {
        return calls.find(callId())
                .orElseThrow(() -> new PermanentFailure(
                        "call-gone", "The call is gone", "Call " + job.callId() + " was deleted."));
    }

    @Override
    public Transcript transcript() {
        return finished(JobKind.TRANSCRIBE, Transcript.class);
    }

    @Override
    public Coaching coaching() {
        return finished(JobKind.COACH, Coaching.class);
    }

    private <T extends StageResult> T finished(JobKind kind, Class<T> type) {
        return jobs.latest(callId(), kind, type)
                .orElseThrow(() -> new PermanentFailure(
                        "stage-missing",
                        "An earlier stage is missing",
                        "Call " + job.callId() + " has no finished " + kind.label() + " job."));
    }

    private CallId callId() {
        CallId id = job.callId();
        if (id == null) {
            throw new PermanentFailure("no-call", "No call", "Job " + job.id() + " is not about a call.");
        }
        return id;
    }

    @Override
    public BlobStore blobs() {
        return blobs;
    }

    @Override
    public Path scratch() {
        return scratch;
    }

    @Override
    public synchronized void progress(double fraction, String stage) {
        double bounded = Math.max(0, Math.min(1, fraction));
        progress = new Progress(Math.max(progress.fraction(), bounded), stage);
    }

    Progress progress() {
        return progress;
    }

    @Override
    public void warn(Warning warning) {
        warnings.add(warning);
    }

    List<Warning> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Job " + job.id() + " must stop");
        }
    }

    @Override
    public void close() {
        try {
            FileSystemUtils.deleteRecursively(scratch);
        } catch (IOException e) {
            log.warn("{} could not be removed: {}", scratch, e.toString());
        }
    }
}
