package io.earmark.tts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.Coaching;
import io.earmark.call.Metrics;
import io.earmark.call.Moment;
import io.earmark.call.ReplayRequest;
import io.earmark.call.SpeakRequest;
import io.earmark.call.Speaker;
import io.earmark.call.SpokenAudio;
import io.earmark.call.Transcript;
import io.earmark.work.PermanentFailure;
import io.earmark.work.RecordingJobContext;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpeechHandlersTest {

    private static final String TEXT = "Good morning. We can give you fifteen percent off the first year.";
    private static final Moment MOMENT = new Moment(
            "m1",
            "price_objection",
            0.8,
            "S2",
            11.6,
            16.7,
            "it is too expensive",
            List.of(3),
            "why",
            "Ask what it is compared with.");

    @SuppressWarnings("NullAway.Init")
    private MarySynthesizer mary;

    @SuppressWarnings("NullAway.Init")
    private RecordingJobContext job;

    private final AudioMixer mixer = AudioMixer.find(null);

    @BeforeAll
    void startMary() {
        mary = MarySynthesizer.start(Duration.ofMinutes(1));
    }

    @AfterAll
    void stopMary() {
        mary.close();
    }

    @BeforeEach
    void newJob(@TempDir Path directory) {
        job = new RecordingJobContext(directory);
    }

    @Test
    void text_becomes_audible_speech() throws Exception {
        SpokenAudio speech = speak(TEXT, null, 1, 0, "wav");
        assertThat(speech.mediaType()).isEqualTo("audio/wav");
        assertThat(speech.durationSeconds()).isBetween(3.0, 9.0);
        assertThat(loudness(speech)).isGreaterThan(0.01);
    }

    @Test
    void rate_and_voice_change_the_speech() throws Exception {
        double normal = speak(TEXT, null, 1, 0, "wav").durationSeconds();
        double fast = speak(TEXT, null, 1.5, 0, "wav").durationSeconds();
        assertThat(fast).isLessThan(normal * 0.85);
        assertThat(speak(TEXT, "slt-low", 1, 0, "wav").audio().sha256())
                .isNotEqualTo(speak(TEXT, "slt", 1, 0, "wav").audio().sha256());
    }

    @Test
    void mp3_is_smaller_than_wav() throws Exception {
        SpokenAudio mp3 = speak(TEXT, null, 1, 0, "mp3");
        assertThat(mp3.mediaType()).isEqualTo("audio/mpeg");
        assertThat(mp3.audio().bytes()).isBetween(5_000L, 100_000L);
    }

    @Test
    void text_without_words_and_unknown_voices_are_refused_for_good() {
        assertThatThrownBy(() -> speak("🎉", null, 1, 0, "wav"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("nothing-to-say");
        assertThatThrownBy(() -> speak(TEXT, "hal", 1, 0, "wav"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("slt");
    }

    @Test
    void a_replay_introduces_plays_and_comments() throws Exception {
        BlobRef recording;
        try (InputStream sample = SpeechHandlersTest.class.getResourceAsStream("/samples/5-call-price-stereo.wav")) {
            if (sample == null) {
                throw new IllegalStateException("The sample is missing: deploy/samples belongs to the repository");
            }
            recording = job.blobs().write(sample, Integer.MAX_VALUE);
        }
        AudioFormat format = new AudioFormat("wav", "pcm_s16le", 39.06, 2, 16_000);
        Call call = new Call(CallId.random(), "acme", recording, format, CallMetadata.NONE, Instant.EPOCH);
        Transcript transcript = new Transcript(
                39.06,
                "en-US",
                new Transcript.Engine("vosk", "tiny", "0.3.45"),
                List.of(new Speaker("S1", "agent", 0), new Speaker("S2", "customer", 1)),
                List.of());
        Metrics metrics =
                new Metrics(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, 0, 0, Map.of());
        job.with(call).with(transcript).with(new Coaching(List.of(MOMENT), metrics, List.of()));
        ReplayHandler handler = new ReplayHandler(mary, mixer, 1.5);

        SpokenAudio replay = (SpokenAudio) handler.handle(job.withRequest(new ReplayRequest("m1", "wav")));
        // 5.1 s of the moment, 1.5 s on either side, and speech before and after.
        assertThat(replay.durationSeconds()).isBetween(8.1 + 4, 8.1 + 16);
        assertThat(loudness(replay)).isGreaterThan(0.01);
        assertThat(ReplayHandler.introduction(call, transcript, MOMENT))
                .isEqualTo("Price objection, by the customer, 11 seconds into the call.");
        assertThatThrownBy(() -> handler.handle(job.withRequest(new ReplayRequest("m9", "wav"))))
                .isInstanceOf(PermanentFailure.class);
    }

    private SpokenAudio speak(String text, @Nullable String voice, double rate, double pitch, String format)
            throws Exception {
        job.withRequest(new SpeakRequest(text, voice, rate, pitch, format));
        return (SpokenAudio) new SpeakHandler(mary, mixer).handle(job);
    }

    /** Root mean square, 0 to 1. */
    private double loudness(SpokenAudio speech) throws Exception {
        try (InputStream bytes = new BufferedInputStream(job.blobs().open(speech.audio()));
                AudioInputStream audio = AudioSystem.getAudioInputStream(bytes)) {
            return rms(audio.readAllBytes());
        }
    }

    private static double rms(byte[] pcm) throws IOException {
        ByteBuffer samples = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
        double sum = 0;
        for (int i = 0; i + 1 < pcm.length; i += 2) {
            double sample = samples.getShort(i) / 32_768.0;
            sum += sample * sample;
        }
        return Math.sqrt(sum / (pcm.length / 2.0));
    }
}
