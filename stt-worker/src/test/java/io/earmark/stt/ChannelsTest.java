package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.AudioFormat;
import io.earmark.call.CallMetadata;
import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.job.Warning;
import io.earmark.work.RecordingJobContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which channel carries what, and whom. */
class ChannelsTest extends RealStage {

    private static final Path GREETING = Transcriber.sample("1-greeting.wav");
    private static final Path OBJECTION = Transcriber.sample("2-objection.wav");
    private static final Path CALL = Transcriber.sample("5-call-price-stereo.wav");

    private static final double BYTES_PER_SECOND = 2 * 2 * 16_000;

    @SuppressWarnings("NullAway.Init")
    private RecordingJobContext job;

    @BeforeEach
    void newJob() {
        job = new RecordingJobContext(directory.resolve("job"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.3", "-0.5"})
    void the_same_sound_on_both_channels_is_transcribed_once(String gain) throws Exception {
        Path twins = made("[0]pan=stereo|c0=c0|c1=" + gain + "*c0", GREETING);
        Transcript transcript = transcribe(twins, CallMetadata.NONE);
        assertThat(transcript.speakers()).extracting(Speaker::role).containsExactly("speaker");
        assertThat(Transcriber.words(transcript, 0)).containsOnlyOnce("sarah");
        assertThat(warnings()).containsExactly("channels-identical", "speakers-not-separated");
    }

    @Test
    void channels_that_begin_alike_and_go_their_own_ways_are_both_transcribed() throws Exception {
        Path apart = made(
                "[0]asplit[a][b];[a]apad=pad_dur=8[left];[b][1]concat=v=0:a=1[right];[left][right]join=channel_layout=stereo",
                GREETING,
                OBJECTION);
        Transcript transcript = transcribe(apart, CallMetadata.NONE);
        assertThat(Transcriber.words(transcript, 0)).containsOnlyOnce("sarah").doesNotContain("salesforce");
        assertThat(Transcriber.words(transcript, 1)).containsOnlyOnce("sarah").contains("salesforce");
        assertThat(warnings()).doesNotContain("channels-identical");
        assertThat(job.progress()).isSorted();
    }

    @Test
    void a_silent_channel_is_named() throws Exception {
        Path half = made("[0]pan=stereo|c0=c0", GREETING);
        Transcript transcript = transcribe(half, CallMetadata.NONE);
        assertThat(Transcriber.words(transcript, 0)).contains("sarah");
        assertThat(Transcriber.words(transcript, 1)).isEmpty();
        assertThat(job.warnings())
                .extracting(Warning::detail)
                .containsExactly("The right channel (customer) is silent: was that side recorded?");
    }

    @Test
    void who_talks_at_the_same_time_is_kept() throws Exception {
        Path over = made("[0][1]join=channel_layout=stereo", GREETING, OBJECTION);
        List<Utterance> said = transcribe(over, CallMetadata.NONE).utterances();
        assertThat(said).extracting(Utterance::channel).contains(0, 1);
        assertThat(said.get(1).start()).isLessThan(said.get(0).end());
    }

    @Test
    void without_a_word_from_the_submitter_the_one_who_talks_like_an_agent_is_the_agent() throws Exception {
        assertThat(roles(transcribe(CALL, CallMetadata.NONE))).containsExactly("agent", "customer");
        assertThat(warnings()).containsExactly("roles-guessed");
    }

    @Test
    void swapped_channels_are_found_by_who_talks_like_an_agent() throws Exception {
        Path swapped = made("[0]pan=stereo|c0=c1|c1=c0", CALL);
        assertThat(roles(transcribe(swapped, CallMetadata.NONE))).containsExactly("customer", "agent");
        assertThat(job.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.detail()).contains("S2 is taken for the agent", "confidence"));
    }

    @Test
    void what_the_submitter_says_stands_but_is_doubted_if_the_words_say_otherwise() throws Exception {
        Path swapped = made("[0]pan=stereo|c0=c1|c1=c0", CALL);
        assertThat(roles(transcribe(swapped, told()))).containsExactly("agent", "customer");
        assertThat(warnings()).containsExactly("roles-doubtful");
    }

    @Test
    void what_the_submitter_says_is_not_doubted_if_the_words_agree() throws Exception {
        assertThat(roles(transcribe(CALL, told()))).containsExactly("agent", "customer");
        assertThat(warnings()).isEmpty();
    }

    private static CallMetadata told() {
        return new CallMetadata(
                "Sarah", null, null, List.of(), Map.of("left", "agent", "right", "customer"), null, Map.of());
    }

    private Transcript transcribe(Path recording, CallMetadata metadata) throws Exception {
        AudioFormat probed = new AudioFormat("wav", "pcm_s16le", Files.size(recording) / BYTES_PER_SECOND, 2, 16_000);
        return transcriber.transcribe(job, recording, probed, metadata, RecognitionSettings.STANDARD);
    }

    private List<String> warnings() {
        return job.warnings().stream().map(Warning::type).toList();
    }

    private static List<String> roles(Transcript transcript) {
        return transcript.speakers().stream().map(Speaker::role).toList();
    }

    private Path made(String filter, Path... sources) throws Exception {
        Path made = directory.resolve("made.wav");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error"));
        for (Path source : sources) {
            command.addAll(List.of("-i", source.toString()));
        }
        command.addAll(List.of("-filter_complex", filter, made.toString()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return made;
    }
}
