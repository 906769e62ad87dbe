package io.earmark.gateway.intake;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobStore;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.Schedule;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.RetryPolicy;
import io.earmark.job.Warning;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What happens to a recording whichever way it comes in: stored, looked into, and made a call with its job. */
@Component
public class Recordings {

    private static final String REUSED = "transcript-reused";

    private final BlobStore blobs;
    private final AudioProbe probe;
    private final Calls calls;
    private final Jobs jobs;
    private final RetryPolicy retries;
    private final IntakeSettings settings;
    private final TenantVocabulary vocabulary;
    private final TenantRedaction redaction;
    private final Clock clock;

    Recordings(
            BlobStore blobs,
            AudioProbe probe,
            Calls calls,
            Jobs jobs,
            RetryPolicy retries,
            IntakeSettings settings,
            TenantVocabulary vocabulary,
            TenantRedaction redaction,
            Clock clock) {
        this.blobs = blobs;
        this.probe = probe;
        this.calls = calls;
        this.jobs = jobs;
        this.retries = retries;
        this.settings = settings;
        this.vocabulary = vocabulary;
        this.redaction = redaction;
        this.clock = clock;
    }

    /**
     * What the submitter tells of a call, and what goes for all calls of the tenant.
     *
     * @param json an object; null or blank for nothing
     * @throws Problem 400 if it cannot be read
     */
    public CallMetadata metadata(String tenant, @Nullable String json, @Nullable String fileName) {
        CallMetadata told = MetadataReader.read(json, fileName);
        CallMetadata metadata = redaction.applied(tenant, told.withTerms(vocabulary.of(tenant)));
        if (CallMetadata.DROP.equals(told.original()) && !metadata.redacts()) {
            throw Problem.badRequest("metadata.original is drop, but metadata.redact names nothing: the recording would"
                    + " be gone, and no copy of it there.");
        }
        return metadata;
    }

    /** Of a recording, at most. */
    public long maxBytes() {
        return settings.maxBytes().toBytes();
    }

    /**
     * Streams a recording to the blob store.
     *
     * @throws Problem 408 if it comes too slowly, 422 if it is empty
     * @throws io.earmark.blob.BlobTooLarge if it is over the limit
     */
    public BlobRef store(InputStream recording) throws IOException {
        BlobRef audio;
        try (InputStream bytes = new SteadyStream(recording, System::nanoTime)) {
            audio = blobs.write(bytes, maxBytes());
        }
        if (audio.bytes() == 0) {
            drop(audio);
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "audio-empty",
                    "The recording is empty",
                    "What was sent as the recording has no bytes.");
        }
        return audio;
    }

    /** It does not become a call's. */
    public void drop(BlobRef audio) throws IOException {
        blobs.delete(audio.key());
    }

    /** @throws Problem 422 if it is no recording that is taken */
    public AudioFormat probe(BlobRef audio) throws IOException, InterruptedException {
        return probe.probe(blobs.file(audio, Path.of(System.getProperty("java.io.tmpdir"))));
    }

    /**
     * A call that is ready to be kept.
     *
     * @param like whose transcript it gets; empty if it is to be transcribed
     */
    public record Made(Call call, Job job, Optional<Jobs.Finished> like) {}

    /** @param reuse whether a transcript of the same recording will do, if there is one */
    public Made make(
            String tenant, BlobRef audio, AudioFormat format, CallMetadata metadata, Schedule schedule, boolean reuse) {
        Call call = new Call(CallId.random(), tenant, audio, format, metadata, clock.instant());
        int attempts = retries.maxAttempts(JobKind.TRANSCRIBE);
        Job job = schedule.applied(Job.queued(JobKind.TRANSCRIBE, tenant, call.id(), "{}", attempts, clock.instant()));
        Optional<Jobs.Finished> like = reuse ? jobs.transcriptLike(call) : Optional.empty();
        return new Made(call, like.map(done -> reusing(job, done.job())).orElse(job), like);
    }

    private Job reusing(Job job, Job like) {
        List<Warning> noted = new ArrayList<>(like.warnings());
        noted.removeIf(warning -> warning.type().equals(REUSED));
        noted.add(new Warning(
                REUSED,
                "The transcript is that of call " + like.callId()
                        + ", whose recording is the same to the byte; it was not made again."));
        return job.reusing(noted, clock.instant());
    }

    /**
     * Writes call, job and outbox entry, in the caller's transaction.
     *
     * @param asked writes who is to be told, between call and job: one that is done when it is made has its event at once
     */
    public void insert(Made made, Runnable asked) {
        calls.insert(made.call());
        asked.run();
        made.like()
                .ifPresentOrElse(
                        like -> jobs.enqueueFinished(made.job(), like.transcript()), () -> jobs.enqueue(made.job()));
    }
}
