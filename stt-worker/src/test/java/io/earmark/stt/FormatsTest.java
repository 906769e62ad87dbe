package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.audio.Encoding;
import io.earmark.call.AudioFormat;
import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.job.Warning;
import io.earmark.stt.audio.DecodeSettings;
import io.earmark.work.PermanentFailure;
import io.earmark.work.RecordingJobContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever form a recording comes in, its words come out; and its length is what is decoded, not what it says. */
class FormatsTest extends RealStage {

    private static final double SECONDS = 5.13;
    private static final List<String> SAID =
            List.of("hello this is sarah from acme how are you doing today".split(" "));

    @SuppressWarnings("NullAway.Init")
    private RecordingJobContext job;

    @BeforeEach
    void newJob() {
        job = new RecordingJobContext(directory.resolve("job"));
    }

    @ParameterizedTest
    @EnumSource
    void the_words_come_out_of_every_form(Encoding form) throws Exception {
        Path recording = form.make(Transcriber.sample("1-greeting.wav"), directory);
        Transcript transcript = transcriber.transcribe(job, recording, probed(SECONDS));
        assertThat(WordErrors.rate(SAID, Transcriber.words(transcript, 0)))
                .as(Transcriber.words(transcript, 0).toString())
                .isLessThanOrEqualTo(form.sampleRate() == 8_000 ? 0.2 : 0.1);
        assertThat(transcript.durationSeconds()).isBetween(SECONDS - 0.3, SECONDS + 0.3);
        assertThat(job.warnings()).extracting(Warning::type).containsExactly("speakers-not-separated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MP3", "M4A", "OGG_OPUS", "WEBM", "FLAC", "WMA", "WAV_MULAW", "AMR"})
    void a_recording_cut_off_is_transcribed_as_far_as_it_goes(Encoding form) throws Exception {
        // The index of an MPEG-4 file lies at its end, unless it is written for streaming.
        String[] options = form == Encoding.M4A ? new String[] {"-movflags", "faststart"} : new String[0];
        Path whole = form.make(Transcriber.sample("1-greeting.wav"), directory, options);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, bytes.length * 6 / 10));
        Transcript transcript = transcriber.transcribe(job, cut, probed(SECONDS));
        assertThat(Transcriber.words(transcript, 0)).contains("sarah").doesNotContain("today");
        assertThat(job.warnings()).extracting(Warning::type).contains("audio-truncated");
    }

    @Test
    void a_recording_that_is_longer_than_it_says_is_transcribed_whole_with_a_warning() throws Exception {
        Transcript transcript = transcriber.transcribe(job, Transcriber.sample("1-greeting.wav"), probed(1.5));
        assertThat(Transcriber.words(transcript, 0)).contains("today");
        assertThat(job.warnings()).extracting(Warning::type).contains("audio-longer-than-told");
        assertThat(job.progress())
                .isSorted()
                .allSatisfy(done -> assertThat(done).isLessThanOrEqualTo(1));
    }

    @Test
    void a_recording_that_goes_on_for_ever_is_refused_at_the_limit() throws Exception {
        DecodeSettings strict = new DecodeSettings(Duration.ofSeconds(3), Duration.ofMinutes(1));
        transcriber.transcribe(job, Transcriber.sample("1-greeting.wav"), probed(1.5));
        assertThatThrownBy(() -> transcriber
                        .handler(strict, RecognitionSettings.STANDARD)
                        .handle(job))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        e -> assertThat(e.failure().type()).isEqualTo("audio-too-long"));
    }

    @Test
    void more_than_two_channels_are_kept_apart() throws Exception {
        Path three = directory.resolve("three.wav");
        assertThat(new ProcessBuilder(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-i",
                                Transcriber.sample("1-greeting.wav").toString(),
                                "-i",
                                Transcriber.sample("2-objection.wav").toString(),
                                "-i",
                                Transcriber.sample("3-schedule.wav").toString(),
                                "-filter_complex",
                                "[0][1][2]amerge=inputs=3",
                                three.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        Transcript transcript = transcriber.transcribe(
                job,
                three,
                new AudioFormat("wav", "pcm_s16le", SECONDS, 3, 16_000),
                CallMetadata.NONE,
                RecognitionSettings.STANDARD);
        assertThat(Transcriber.words(transcript, 0)).contains("sarah").doesNotContain("salesforce");
        assertThat(Transcriber.words(transcript, 1)).isNotEmpty().doesNotContain("sarah");
        assertThat(Transcriber.words(transcript, 2)).isNotEmpty().doesNotContain("sarah");
        assertThat(transcript.speakers()).extracting("role").containsExactly("agent", "customer", "speaker-3");
    }

    private static AudioFormat probed(double seconds) {
        return new AudioFormat("any", "any", seconds, 1, 16_000);
    }
}
