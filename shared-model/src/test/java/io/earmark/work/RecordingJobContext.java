package io.earmark.work;

import io.earmark.blob.BlobStore;
import io.earmark.blob.FileBlobStore;
import io.earmark.call.Call;
import io.earmark.call.Coaching;
import io.earmark.call.Transcript;
import io.earmark.job.JobId;
import io.earmark.job.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A job without an engine, for a handler's own tests: what the test puts in, and what the handler told. */
public final class RecordingJobContext implements JobContext {

    private final JobId id = JobId.of(Instant.EPOCH);
    private final List<Warning> warnings = new CopyOnWriteArrayList<>();
    private final List<Double> progress = new CopyOnWriteArrayList<>();
    private final List<String> stages = new CopyOnWriteArrayList<>();
    private final BlobStore blobs;
    private final Path root;
    private final Path scratch;
    private @Nullable Runnable onFirstProgress;
    private @Nullable Call call;
    private @Nullable Transcript transcript;
    private @Nullable Coaching coaching;
    private @Nullable Object request;
    private int attempt = 1;
    private volatile boolean cancelled;

    /** @param directory an empty one, such as JUnit's {@code @TempDir} */
    public RecordingJobContext(Path directory) {
        this.root = directory;
        try {
            this.blobs = new FileBlobStore(directory.resolve("blobs"));
            this.scratch = Files.createDirectories(directory.resolve("scratch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RecordingJobContext with(Call newCall) {
        this.call = newCall;
        return this;
    }

    public RecordingJobContext with(Transcript newTranscript) {
        this.transcript = newTranscript;
        return this;
    }

    public RecordingJobContext with(Coaching newCoaching) {
        this.coaching = newCoaching;
        return this;
    }

    public RecordingJobContext withRequest(Object newRequest) {
        this.request = newRequest;
        return this;
    }

    /** What to do when the handler first tells of progress, in the thread that tells. */
    public RecordingJobContext onFirstProgress(Runnable action) {
        this.onFirstProgress = action;
        return this;
    }

    /** Lets this be a retry. @param number of the attempt, from 1 */
    public RecordingJobContext onAttempt(int number) {
        this.attempt = number;
        return this;
    }

    public void cancel() {
        cancelled = true;
    }

    boolean hasCall() {
        return call != null;
    }

    /** Holds {@code blobs} and {@code scratch}. */
    Path root() {
        return root;
    }

    public List<Warning> warnings() {
        return warnings;
    }

    public List<Double> progress() {
        return progress;
    }

    public List<String> stages() {
        return stages;
    }

    @Override
    public JobId id() {
        return id;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public <T> T request(Class<T> type) {
        return type.cast(present(request, "request"));
    }

    @Override
    public Call call() {
        return present(call, "call");
    }

    @Override
    public Transcript transcript() {
        return present(transcript, "transcript");
    }

    @Override
    public Coaching coaching() {
        return present(coaching, "coaching");
    }

    private static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new PermanentFailure(name + "-missing", "No " + name, "The test gave no " + name + ".");
        }
        return value;
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
        progress.add(fraction);
        stages.add(stage);
        if (onFirstProgress != null && progress.size() == 1) {
            onFirstProgress.run();
        }
    }

    @Override
    public void warn(Warning warning) {
        warnings.add(warning);
    }

    @Override
    public void checkCancelled() throws InterruptedException {
        if (cancelled || Thread.interrupted()) {
            throw new InterruptedException("cancelled");
        }
    }
}
