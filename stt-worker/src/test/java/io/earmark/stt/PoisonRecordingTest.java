package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.stt.audio.FfmpegDecoder;
import io.earmark.stt.child.ChildSettings;
import io.earmark.stt.child.StumblingChild;
import io.earmark.stt.child.VoskRecognizer;
import io.earmark.stt.model.SpeechModel;
import io.earmark.stt.model.SpeechModels;
import io.earmark.work.PermanentFailure;
import io.earmark.work.RecordingJobContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** A recording that takes the engine down is found, and its neighbours come through. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoisonRecordingTest {

    private static final int HEADER = 44;

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private VoskRecognizer recognizer;

    @SuppressWarnings("NullAway.Init")
    private TranscribeHandler handler;

    @BeforeAll
    void startVosk(@TempDir Path models) throws IOException {
        SpeechModel tiny = new SpeechModels(models).find("tiny");
        ChildSettings settings =
                new ChildSettings(Duration.ofHours(1), DataSize.ofGigabytes(1), Duration.ofSeconds(5), 2);
        recognizer = StumblingChild.start(tiny.directory(), settings);
        handler = new TranscribeHandler(
                recognizer, FfmpegDecoder.find(null), tiny, new SttSettings("tiny", Map.of(), null, models, null, 0.6));
    }

    @AfterAll
    void stopVosk() {
        recognizer.close();
    }

    @Test
    void a_recording_that_crashes_the_engine_is_found_by_its_retry_and_hurts_nobody_twice() throws Exception {
        List<RecordingJobContext> calls =
                List.of(call("one", greeting(StumblingChild.POISON)), call("two", neighbour()));

        List<Future<StageResult>> first = together(calls);
        assertThatThrownBy(() -> first.get(0).get())
                .cause()
                .isInstanceOfSatisfying(
                        EngineFailure.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(EngineFailure.Kind.CRASHED));

        calls.forEach(call -> call.onAttempt(2));
        List<Future<StageResult>> second = together(calls);
        assertThatThrownBy(() -> second.get(0).get())
                .cause()
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        e -> assertThat(e.failure().type()).isEqualTo("recording-crashes-recognizer"))
                .hasMessageContaining("SIG");
        assertThat(((Transcript) second.get(1).get()).utterances()).hasSizeGreaterThan(8);
    }

    @Test
    void a_recording_that_hangs_the_engine_is_found_by_its_retry() throws Exception {
        RecordingJobContext call = call("tar", greeting(StumblingChild.TAR));
        assertThatThrownBy(() -> handler.handle(call))
                .isInstanceOfSatisfying(
                        EngineFailure.class, e -> assertThat(e.kind()).isEqualTo(EngineFailure.Kind.STALLED));
        assertThatThrownBy(() -> handler.handle(call.onAttempt(2)))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        e -> assertThat(e.failure().type()).isEqualTo("recording-hangs-recognizer"));
    }

    private List<Future<StageResult>> together(List<RecordingJobContext> calls) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(calls.size());
        try {
            List<java.util.concurrent.Callable<StageResult>> runs = new ArrayList<>();
            calls.forEach(call -> runs.add(() -> handler.handle(call)));
            return workers.invokeAll(runs);
        } finally {
            workers.shutdown();
        }
    }

    private RecordingJobContext call(String name, byte[] wav) throws IOException {
        RecordingJobContext job = new RecordingJobContext(directory.resolve(name));
        BlobRef blob = job.blobs().write(new ByteArrayInputStream(wav), Integer.MAX_VALUE);
        int channels = wav[22];
        AudioFormat format = new AudioFormat("wav", "pcm_s16le", wav.length / 32_000.0 / channels, channels, 16_000);
        return job.with(new Call(CallId.random(), "acme", blob, format, CallMetadata.NONE, Instant.EPOCH));
    }

    /** The greeting, with a square wave in its middle that makes the child stumble. */
    private static byte[] greeting(short level) throws IOException {
        byte[] wav = sample("1-greeting.wav");
        ByteBuffer samples = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1_000; i++) {
            samples.putShort(HEADER + 64_000 + 2 * i, i % 2 == 0 ? level : (short) -level);
        }
        return wav;
    }

    private static byte[] neighbour() throws IOException {
        return sample("5-call-price-stereo.wav");
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream sample =
                Objects.requireNonNull(PoisonRecordingTest.class.getResourceAsStream("/samples/" + name))) {
            return sample.readAllBytes();
        }
    }
}
