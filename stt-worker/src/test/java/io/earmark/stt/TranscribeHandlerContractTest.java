package io.earmark.stt;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.job.JobKind;
import io.earmark.stt.audio.FfmpegDecoder;
import io.earmark.stt.child.VoskRecognizer;
import io.earmark.stt.model.SpeechModel;
import io.earmark.stt.model.SpeechModels;
import io.earmark.work.JobHandler;
import io.earmark.work.JobHandlerContract;
import io.earmark.work.RecordingJobContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscribeHandlerContractTest extends JobHandlerContract {

    @SuppressWarnings("NullAway.Init")
    private VoskRecognizer recognizer;

    @SuppressWarnings("NullAway.Init")
    private TranscribeHandler handler;

    @BeforeAll
    void startVosk(@TempDir Path models) throws IOException {
        SpeechModel tiny = new SpeechModels(models).find("tiny");
        recognizer = VoskRecognizer.start(tiny.directory());
        SttSettings settings = new SttSettings("tiny", Map.of(), null, models, null, 0.6);
        handler = new TranscribeHandler(recognizer, FfmpegDecoder.find(null), tiny, settings);
    }

    @AfterAll
    void stopVosk() {
        recognizer.close();
    }

    @Override
    protected JobHandler handler() {
        return handler;
    }

    @Override
    protected JobKind expectedKind() {
        return JobKind.TRANSCRIBE;
    }

    @Override
    protected RecordingJobContext prepare(RecordingJobContext job) throws IOException {
        try (InputStream sample = Objects.requireNonNull(
                TranscribeHandlerContractTest.class.getResourceAsStream("/samples/5-call-price-stereo.wav"))) {
            BlobRef recording = job.blobs().write(sample, Integer.MAX_VALUE);
            AudioFormat format = new AudioFormat("wav", "pcm_s16le", 39.06, 2, 16_000);
            return job.with(new Call(CallId.random(), "acme", recording, format, CallMetadata.NONE, Instant.EPOCH));
        }
    }
}
