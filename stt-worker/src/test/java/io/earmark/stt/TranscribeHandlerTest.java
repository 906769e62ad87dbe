package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import io.earmark.job.Warning;
import io.earmark.stt.audio.FfmpegDecoder;
import io.earmark.stt.child.VoskRecognizer;
import io.earmark.stt.model.SpeechModel;
import io.earmark.stt.model.SpeechModels;
import io.earmark.work.PermanentFailure;
import io.earmark.work.RecordingJobContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscribeHandlerTest {

    private static final int SECOND = 2 * 2 * 16_000;

    @SuppressWarnings("NullAway.Init")
    private VoskRecognizer recognizer;

    @SuppressWarnings("NullAway.Init")
    private TranscribeHandler handler;

    @SuppressWarnings("NullAway.Init")
    private RecordingJobContext job;

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

    @BeforeEach
    void newJob(@TempDir Path directory) {
        job = new RecordingJobContext(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5-call-price-stereo", "6-call-schedule-stereo"})
    void a_stereo_call_gives_who_said_what_and_when(String sample) throws Exception {
        byte[] wav = sample(sample + ".wav");
        Transcript transcript =
                transcribe(wav, new AudioFormat("wav", "pcm_s16le", wav.length / (double) SECOND, 2, 16_000));
        JsonNode truth = new JsonMapper().readTree(sample(sample + ".json"));

        for (int channel = 0; channel < 2; channel++) {
            String side = channel == 0 ? "left" : "right";
            List<String> said = new ArrayList<>();
            for (JsonNode turn : truth.path("turns")) {
                if (turn.path("channel").asString("").equals(side)) {
                    said.addAll(Arrays.asList(turn.path("text").asString("").split(" ")));
                }
            }
            assertThat(WordErrors.rate(said, words(transcript, channel)))
                    .as(side)
                    .isLessThanOrEqualTo(0.08);
        }
        for (JsonNode turn : truth.path("turns")) {
            int channel = turn.path("channel").asString("").equals("left") ? 0 : 1;
            assertTurn(
                    transcript,
                    channel,
                    turn.path("start").asDouble(),
                    turn.path("end").asDouble());
        }
        assertThat(transcript.speakers()).extracting("role").containsExactly("agent", "customer");
        assertThat(job.warnings()).extracting(Warning::type).containsExactly("roles-guessed");
    }

    /** The utterances of the channel that lie in the turn begin and end with it. */
    private static void assertTurn(Transcript transcript, int channel, double start, double end) {
        List<Utterance> inTurn = transcript.utterances().stream()
                .filter(said -> said.channel() == channel && said.end() > start && said.start() < end)
                .toList();
        assertThat(inTurn).as("turn at %s s", start).isNotEmpty();
        assertThat(Math.abs(inTurn.get(0).start() - start)).isLessThanOrEqualTo(0.35);
        assertThat(Math.abs(inTurn.get(inTurn.size() - 1).end() - end)).isLessThanOrEqualTo(0.35);
    }

    @Test
    void telephone_audio_of_one_channel_is_heard_and_says_that_speakers_are_not_told_apart() throws Exception {
        Transcript transcript = transcribe(sample("4-phone8k.wav"), new AudioFormat("wav", "pcm_mulaw", 5.8, 1, 8_000));
        List<String> said = List.of(
                "we can give you fifteen percent off the first year if you sign the contract by friday".split(" "));
        assertThat(WordErrors.rate(said, words(transcript, 0))).isLessThanOrEqualTo(0.12);
        assertThat(job.warnings()).extracting(Warning::type).containsExactly("speakers-not-separated");
        assertThat(transcript.utterances()).extracting(Utterance::display).anyMatch(text -> text.contains("15%"));
    }

    @Test
    void a_recording_cut_off_is_transcribed_as_far_as_it_goes() throws Exception {
        byte[] half = Arrays.copyOf(sample("5-call-price-stereo.wav"), 20 * SECOND);
        Transcript transcript = transcribe(half, new AudioFormat("wav", "pcm_s16le", 39.06, 2, 16_000));
        assertThat(transcript.durationSeconds()).isBetween(19.5, 20.5);
        assertThat(words(transcript, 1)).contains("expensive");
        assertThat(job.warnings()).extracting(Warning::type).contains("audio-truncated");
    }

    @Test
    void garbage_is_a_permanent_failure() {
        byte[] garbage = new byte[5_000];
        Arrays.fill(garbage, (byte) 0x5a);
        assertThatThrownBy(() -> transcribe(garbage, new AudioFormat("wav", "pcm_s16le", 3, 1, 16_000)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("audio-unreadable");
    }

    @Test
    void a_killed_engine_fails_the_attempt_and_the_next_one_works() throws Exception {
        SpeechRecognizer.Session session = recognizer.open();
        session.accept(new byte[SECOND], SECOND);
        recognizer.processHandle().destroyForcibly();
        assertThatThrownBy(session::finish).isInstanceOf(IOException.class);
        session.close();

        assertThat(words(transcribe(sample("1-greeting.wav"), new AudioFormat("wav", "pcm_s16le", 5.1, 1, 16_000)), 0))
                .contains("hello", "sarah");
    }

    @Test
    void words_never_step_back_in_time() {
        List<Word> ordered = Heard.onTheClock(
                List.of(new Word("a", 1, 2, 1), new Word("b", 1.5, 1.8, 1), new Word("c", 3, 4.2, 1)), 4);
        assertThat(ordered).extracting(Word::start).containsExactly(1.0, 2.0, 3.0);
        assertThat(ordered).extracting(Word::end).containsExactly(2.0, 2.0, 4.0);
    }

    @Test
    void a_missing_model_is_said_in_a_sentence(@TempDir Path directory) {
        assertThatThrownBy(() -> new SpeechModels(directory)
                        .find(directory.resolve("none").toString()))
                .hasMessageContaining("earmark.stt.model")
                .hasMessageContaining("Set it to 'general', 'tiny', the name of a pulled model");
    }

    @Test
    void a_broken_model_is_said_in_a_sentence(@TempDir Path directory) {
        assertThatThrownBy(() -> VoskRecognizer.start(directory)).hasMessageContaining("Set earmark.stt.model");
    }

    private Transcript transcribe(byte[] audio, AudioFormat format) throws Exception {
        BlobRef blob = job.blobs().write(new ByteArrayInputStream(audio), Integer.MAX_VALUE);
        Call call = new Call(CallId.random(), "acme", blob, format, CallMetadata.NONE, Instant.EPOCH);
        return (Transcript) handler.handle(job.with(call));
    }

    private static List<String> words(Transcript transcript, int channel) {
        return transcript.utterances().stream()
                .filter(said -> said.channel() == channel)
                .flatMap(said -> said.words().stream())
                .map(Word::text)
                .toList();
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream sample = TranscribeHandlerTest.class.getResourceAsStream("/samples/" + name)) {
            if (sample == null) {
                throw new IllegalStateException(name + " is missing: deploy/samples belongs to the repository");
            }
            return sample.readAllBytes();
        }
    }
}
