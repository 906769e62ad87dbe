package io.earmark.stt.redact;

import io.earmark.blob.BlobRef;
import io.earmark.call.Call;
import io.earmark.call.Redacted;
import io.earmark.call.Redacted.Mask;
import io.earmark.stt.audio.AudioDecoder;
import io.earmark.stt.audio.AudioEncoder;
import io.earmark.work.JobContext;
import io.earmark.work.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the copy of a recording that is served instead of it where parts of it must not be heard. If that fails, so does the
 * attempt: nothing is served half done.
 */
public final class Redactor {

    private final AudioDecoder decoder;
    private final AudioEncoder encoder;

    public Redactor(AudioDecoder decoder, AudioEncoder encoder) {
        this.decoder = decoder;
        this.encoder = encoder;
    }

    /** @throws PermanentFailure if what the call wants redacted cannot be found in its language */
    public static void check(Call call, String language) {
        if (call.metadata().redacts() && !language.startsWith("en")) {
            throw new PermanentFailure(
                    "redaction-unsupported",
                    "The call cannot be redacted",
                    "Numbers and addresses are found in English alone, and the call is in " + language
                            + ". Send it without metadata.redact, if that is allowed.");
        }
    }

    /** @return null if the call wants nothing redacted */
    public @Nullable Redacted redacted(JobContext job, Call call, List<Mask> masks)
            throws IOException, InterruptedException {
        if (!call.metadata().redacts()) {
            return null;
        }
        job.progress(1, "bleeping");
        return new Redacted(
                masks, copy(job, call, masks), encoder.mediaType(call.format().channels()));
    }

    private BlobRef copy(JobContext job, Call call, List<Mask> masks) throws IOException, InterruptedException {
        int channels = call.format().channels();
        Path copy = job.scratch().resolve("redacted");
        Bleep bleep = new Bleep(masks, channels);
        try (AudioDecoder.Pcm pcm = decoder.decode(job.recording(), channels);
                AudioEncoder.Encoding encoding = encoder.encode(copy, channels)) {
            byte[] buffer = new byte[AudioDecoder.SAMPLE_RATE * 2 * channels];
            for (int read = pcm.read(buffer); read > 0; read = pcm.read(buffer)) {
                job.checkCancelled();
                bleep.over(buffer, read);
                encoding.write(buffer, read);
            }
            encoding.finish();
        }
        try (InputStream bytes = Files.newInputStream(copy)) {
            return job.blobs().write(bytes, Long.MAX_VALUE);
        }
    }
}
