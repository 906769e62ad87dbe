package io.earmark.tts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earmark.call.ReplayRequest;
import io.earmark.call.SpeakRequest;
import io.earmark.call.SpokenAudio;
import io.earmark.work.PermanentFailure;
import io.earmark.work.RecordingJobContext;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
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

    private static final int SAMPLE_RATE = 24_000;
    private static final String TEXT = "Good morning. We can give you fifteen percent off the first year.";

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
        assertThat(Loudness.rms(pcm(speech))).isBetween(-25.0, -12.0);
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
    void a_long_text_without_a_full_stop_is_spoken_to_its_end() throws Exception {
        double once = speak("we can do that", null, 1, 0, "wav").durationSeconds();
        SpokenAudio speech = speak("we can do that ".repeat(100), null, 1, 0, "wav");
        assertThat(speech.durationSeconds()).isBetween(once * 50, once * 110);
        assertThat(job.warnings()).isEmpty();
    }

    @Test
    void a_replay_introduces_plays_and_comments() throws Exception {
        SampleCall.into(job);
        ReplayHandler handler = new ReplayHandler(mary, mixer, 1.5);

        SpokenAudio replay = (SpokenAudio) handler.handle(job.withRequest(new ReplayRequest("m1", "wav")));
        // 5.1 s of the moment, 1.5 s on either side, and speech before and after.
        assertThat(replay.durationSeconds()).isBetween(8.1 + 4, 8.1 + 16);
        assertThat(ReplayHandler.introduction(job.call(), SampleCall.TRANSCRIPT, SampleCall.MOMENT))
                .isEqualTo("Price objection, by the customer, 11 seconds into the call.");
        assertThatThrownBy(() -> handler.handle(job.withRequest(new ReplayRequest("m9", "wav"))))
                .isInstanceOf(PermanentFailure.class);
    }

    @Test
    void the_parts_of_a_replay_are_equally_loud_and_none_is_clipped() throws Exception {
        SampleCall.into(job).withRequest(new ReplayRequest("m1", "wav"));
        SpokenAudio replay = (SpokenAudio) new ReplayHandler(mary, mixer, 1.5).handle(job);
        List<Double> parts = Loudness.ofParts(pcm(replay), SAMPLE_RATE);
        assertThat(parts).as("introduction, moment, note at least").hasSizeGreaterThanOrEqualTo(3);
        assertThat(Collections.max(parts) - Collections.min(parts))
                .as("of %s dB", parts)
                .isLessThanOrEqualTo(6);
        assertThat(Loudness.peak(pcm(replay))).isBetween(-12.0, -1.0);
    }

    @Test
    void a_quiet_recording_is_as_loud_as_the_voice_beside_it() throws Exception {
        AudioMixer.Piece voice = AudioMixer.Piece.whole(sine("loud.wav", 0.5), 1, 1);
        AudioMixer.Piece quiet = AudioMixer.Piece.whole(sine("quiet.wav", 0.05), 1, 1);
        AudioMixer.Piece silent = AudioMixer.Piece.whole(sine("silent.wav", 0), 1, 1);
        List<Double> parts = Loudness.ofParts(pcm(mixer.join(List.of(voice, quiet, silent), "wav", job)), SAMPLE_RATE);
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0)).isCloseTo(parts.get(1), within(0.5));
    }

    /** Two seconds of 440 Hz. */
    private Path sine(String name, double amplitude) throws IOException {
        ByteBuffer samples = ByteBuffer.allocate(4 * SAMPLE_RATE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 2 * SAMPLE_RATE; i++) {
            samples.putShort((short) (32_767 * amplitude * Math.sin(2 * Math.PI * 440 * i / SAMPLE_RATE)));
        }
        javax.sound.sampled.AudioFormat format = new javax.sound.sampled.AudioFormat(SAMPLE_RATE, 16, 1, true, false);
        Path wav = job.scratch().resolve(name);
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(samples.array()), format, 2 * SAMPLE_RATE),
                AudioFileFormat.Type.WAVE,
                wav.toFile());
        return wav;
    }

    private SpokenAudio speak(String text, @Nullable String voice, double rate, double pitch, String format)
            throws Exception {
        job.withRequest(new SpeakRequest(text, voice, rate, pitch, format));
        return (SpokenAudio) new SpeakHandler(mary, mixer).handle(job);
    }

    private byte[] pcm(SpokenAudio speech) throws Exception {
        try (InputStream bytes = new BufferedInputStream(job.blobs().open(speech.audio()));
                AudioInputStream audio = AudioSystem.getAudioInputStream(bytes)) {
            assertThat(audio.getFormat().getSampleRate()).isEqualTo(SAMPLE_RATE);
            return audio.readAllBytes();
        }
    }
}
