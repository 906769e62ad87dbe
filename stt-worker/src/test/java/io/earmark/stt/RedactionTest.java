package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.call.AudioFormat;
import io.earmark.call.CallMetadata;
import io.earmark.call.Redacted;
import io.earmark.call.Redacted.Mask;
import io.earmark.call.Sensitive;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.stt.audio.DecodeSettings;
import io.earmark.work.PermanentFailure;
import io.earmark.work.RecordingJobContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a recording in which a card and a telephone number are read out to what may be read and heard of it. */
class RedactionTest extends RealStage {

    /** A synthetic voice says who it is, reads a card number in groups, a telephone number, and goes on. */
    private static final Path CARD = Transcriber.sample("7-card.wav");

    private static final List<String> DIGITS =
            List.of("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    @SuppressWarnings("NullAway.Init")
    private RecordingJobContext job;

    @BeforeEach
    void newJob() {
        job = new RecordingJobContext(directory.resolve("job"));
    }

    @Test
    void the_sample_has_numbers_in_it() throws Exception {
        Transcript heard = transcribe(CARD, CallMetadata.NONE);
        assertThat(heard.redacted()).isNull();
        assertThat(words(heard).stream().filter(DIGITS::contains)).hasSizeGreaterThan(20);
        assertThat(words(heard)).as("the first digit is misheard").containsSubsequence("number", "is", "for", "one");
    }

    @Test
    void numbers_can_neither_be_read_nor_heard_and_the_rest_can() throws Exception {
        Transcript heard = transcribe(CARD, redacting("card", "phone"));
        assertThat(words(heard)).doesNotContainAnyElementsOf(DIGITS).contains("[card]", "[phone]", "contract");
        assertThat(displayed(heard)).doesNotContainPattern("[0-9]").contains("[card]", "[phone]");
        Redacted redacted = Objects.requireNonNull(heard.redacted());
        assertThat(redacted.masks()).extracting(Mask::kind).contains(Sensitive.CARD, Sensitive.PHONE);

        RecordingJobContext again = new RecordingJobContext(directory.resolve("again"));
        Transcript served = transcriber.transcribe(
                again,
                job.blobs().file(redacted.audio(), directory),
                format(heard.durationSeconds(), 1),
                CallMetadata.NONE,
                RecognitionSettings.STANDARD);
        assertThat(served.durationSeconds()).isEqualTo(heard.durationSeconds());
        assertThat(words(served)).doesNotContainAnyElementsOf(DIGITS).contains("contract", "sarah");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 16})
    void every_channel_is_bleeped_at_the_same_time(int channels) throws Exception {
        Path all = directory.resolve("all.wav");
        String same = java.util.stream.IntStream.range(0, channels)
                .mapToObj(channel -> "c" + channel + "=c0")
                .collect(java.util.stream.Collectors.joining("|"));
        run("ffmpeg", "-v", "error", "-i", CARD.toString(), "-af", "pan=" + channels + "c|" + same, all.toString());
        Transcript heard = transcriber.transcribe(
                job, all, format(seconds(CARD), channels), redacting("card", "phone"), RecognitionSettings.STANDARD);
        Redacted redacted = Objects.requireNonNull(heard.redacted());
        assertThat(redacted.mediaType()).isEqualTo(channels > 8 ? "audio/wav" : "audio/flac");

        Path copy = job.blobs().file(redacted.audio(), directory);
        Path first = channel(copy, 0);
        RecordingJobContext again = new RecordingJobContext(directory.resolve("again"));
        Transcript served = transcriber.transcribe(
                again, first, format(seconds(CARD), 1), CallMetadata.NONE, RecognitionSettings.STANDARD);
        assertThat(words(served)).doesNotContainAnyElementsOf(DIGITS).contains("contract");
        for (int channel = 1; channel < channels; channel++) {
            assertThat(channel(copy, channel))
                    .as("channel %d of %d, to the sample", channel, channels)
                    .hasSameBinaryContentAs(first);
        }
    }

    @Test
    void a_call_without_anything_to_hide_gets_a_copy_too() throws Exception {
        Path greeting = Transcriber.sample("1-greeting.wav");
        Transcript heard =
                transcriber.transcribe(job, greeting, format(5.1, 1), redacting("card"), RecognitionSettings.STANDARD);
        Redacted redacted = Objects.requireNonNull(heard.redacted());
        assertThat(redacted.masks()).isEmpty();
        assertThat(job.blobs().file(redacted.audio(), directory)).isNotEmptyFile();
    }

    @Test
    void the_recording_goes_once_the_redacted_transcript_is_kept_and_only_if_asked() throws Exception {
        var handler = transcriber.handler(DecodeSettings.STANDARD, RecognitionSettings.STANDARD);
        Transcript kept = transcribe(CARD, redacting("card"));
        handler.ended(job.with(kept), kept);
        assertThat(job.recording()).as("kept by default").exists();

        CallMetadata dropping = CallMetadata.NONE.withRedaction(List.of("card"), true);
        job = new RecordingJobContext(directory.resolve("dropping"));
        Transcript made = transcribe(CARD, dropping);
        assertThatThrownBy(() -> handler.ended(job, made))
                .as("a result that was not kept")
                .isInstanceOf(PermanentFailure.class);
        assertThat(job.recording()).exists();
        handler.ended(job.with(made), made);
        assertThatThrownBy(job::recording).hasMessageContaining("recording-gone");
        assertThat(job.servedRecording()).exists();
        assertThatThrownBy(() -> job.blobs().open(job.call().audio())).isInstanceOf(NoSuchFileException.class);
    }

    private Transcript transcribe(Path recording, CallMetadata metadata) throws Exception {
        return transcriber.transcribe(
                job, recording, format(seconds(recording), 1), metadata, RecognitionSettings.STANDARD);
    }

    private static double seconds(Path recording) throws IOException {
        return (Files.size(recording) - 44) / 32_000.0;
    }

    /** One of them, as a recording of its own. */
    private Path channel(Path recording, int number) throws Exception {
        Path one = directory.resolve("one-" + number + ".wav");
        run("ffmpeg", "-v", "error", "-i", recording.toString(), "-af", "pan=1c|c0=c" + number, one.toString());
        return one;
    }

    private static CallMetadata redacting(String... kinds) {
        return new CallMetadata(
                null, null, null, List.of(), Map.of(), null, Map.of(), List.of(), null, List.of(kinds), null);
    }

    private static AudioFormat format(double seconds, int channels) {
        return new AudioFormat("wav", "pcm_s16le", seconds, channels, 16_000);
    }

    private static List<String> words(Transcript transcript) {
        return Transcriber.words(transcript, 0);
    }

    private static String displayed(Transcript transcript) {
        return String.join(
                " ", transcript.utterances().stream().map(Utterance::display).toList());
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
