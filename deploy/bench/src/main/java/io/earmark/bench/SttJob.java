package io.earmark.bench;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobStore;
import io.earmark.blob.FileBlobStore;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.Coaching;
import io.earmark.call.Transcript;
import io.earmark.job.JobId;
import io.earmark.job.Warning;
import io.earmark.work.JobContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.springframework.util.FileSystemUtils;

/** A transcription job outside the engine, which keeps nothing but the longest time without progress. */
final class SttJob implements JobContext, AutoCloseable {

    private final JobId id = JobId.of(Instant.EPOCH);
    private final Path root;
    private final BlobStore blobs;
    private final Call call;
    private long told = System.nanoTime();
    private long longestGap;

    SttJob(Path home, Path recording) throws IOException {
        this(home, recording, LongCall.seconds(recording), LongCall.SAMPLE_RATE);
    }

    SttJob(Path home, Path recording, double seconds, int rate) throws IOException {
        root = Files.createTempDirectory(home, "job");
        blobs = new FileBlobStore(root.resolve("blobs"));
        Files.createDirectories(scratch());
        AudioFormat format = new AudioFormat("wav", "pcm_s16le", seconds, LongCall.channels(recording), rate);
        try (InputStream bytes = Files.newInputStream(recording)) {
            BlobRef blob = blobs.write(bytes, Long.MAX_VALUE);
            call = new Call(CallId.random(), "bench", blob, format, CallMetadata.NONE, Instant.EPOCH);
        }
    }

    /** From here on the time without progress counts. */
    synchronized void begin() {
        told = System.nanoTime();
    }

    synchronized double longestGapSeconds() {
        return Math.max(longestGap, System.nanoTime() - told) / 1e9;
    }

    @Override
    public synchronized void progress(double fraction, String stage) {
        long now = System.nanoTime();
        longestGap = Math.max(longestGap, now - told);
        told = now;
    }

    @Override
    public JobId id() {
        return id;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public <T> T request(Class<T> type) {
        throw new UnsupportedOperationException("A transcription asks for nothing");
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public Transcript transcript() {
        throw new UnsupportedOperationException("There is none yet");
    }

    @Override
    public Coaching coaching() {
        throw new UnsupportedOperationException("There is none yet");
    }

    @Override
    public BlobStore blobs() {
        return blobs;
    }

    @Override
    public Path scratch() {
        return root.resolve("scratch");
    }

    @Override
    public void warn(Warning warning) {}

    @Override
    public void checkCancelled() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Told to stop");
        }
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(root);
    }
}
