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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The {@link JobContext} of a claimed job. Closing it removes its scratch directory, if it asked for one. */
final class HeldJob implements JobContext, AutoCloseable {

    /** A handler that warns of every word would fill the row; after so many the rest is counted. */
    static final int MOST_WARNINGS = 100;

    /** How far the job is. */
    record Progress(double fraction, @Nullable String stage) {}

    private final Job job;
    private final Jobs jobs;
    private final Calls calls;
    private final BlobStore blobs;
    private final JsonMapper json;
    private final Scratch scratch;
    private final List<Warning> warnings = new ArrayList<>();
    private int unlistedWarnings;
    private @Nullable Path directory;
    private boolean closed;
    private volatile Progress progress = new Progress(0, null);

    HeldJob(Job job, Jobs jobs, Calls calls, BlobStore blobs, JsonMapper json, Scratch scratch) {
        this.job = job;
        this.jobs = jobs;
        this.calls = calls;
        this.blobs = blobs;
        this.json = json;
        this.scratch = scratch;
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
    public synchronized Path scratch() {
        if (closed) {
            throw new IllegalStateException("Job " + job.id() + " has ended: a thread of its handler lives on");
        }
        if (directory == null) {
            directory = scratch.newDirectory();
        }
        return directory;
    }

    @Override
    public synchronized void progress(double fraction, String stage) {
        double bounded = Double.isNaN(fraction) ? 0 : Math.max(0, Math.min(1, fraction));
        progress = new Progress(Math.max(progress.fraction(), bounded), CauseChain.bounded(stage));
    }

    Progress progress() {
        return progress;
    }

    @Override
    public synchronized void warn(Warning warning) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(new Warning(CauseChain.bounded(warning.type()), CauseChain.bounded(warning.detail())));
        } else {
            unlistedWarnings++;
        }
    }

    synchronized List<Warning> warnings() {
        List<Warning> all = new ArrayList<>(warnings);
        if (unlistedWarnings > 0) {
            all.add(new Warning("more-warnings", unlistedWarnings + " more warnings are not listed."));
        }
        return all;
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Job " + job.id() + " must stop");
        }
    }

    @Override
    public void close() {
        Path made;
        synchronized (this) {
            closed = true;
            made = directory;
        }
        if (made != null) {
            scratch.remove(made);
        }
    }
}
