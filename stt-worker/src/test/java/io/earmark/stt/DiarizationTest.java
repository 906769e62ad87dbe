package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earmark.call.AudioFormat;
import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.job.Warning;
import io.earmark.stt.DiarizationErrors.Span;
import io.earmark.stt.audio.DecodeSettings;
import io.earmark.stt.voice.Diarizer;
import io.earmark.stt.voice.PrintClusters;
import io.earmark.work.RecordingJobContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speakers told apart by their voices, on calls mixed down to one channel. */
class DiarizationTest extends RealStage {

    private static final Logger log = LoggerFactory.getLogger(DiarizationTest.class);

    private static final int RATE = 16_000;
    private static final int HEADER = 44;
    private static final List<String> CALLS = List.of("5-call-price-stereo", "6-call-schedule-stereo");
    private static final int SHUFFLED = 10;

    /** A recording of one channel, and who speaks when. */
    private record Mix(short[] sound, List<Span> turns) {}

    @Test
    void the_errors_on_mono_mixes_are_few_with_the_number_of_speakers_told_and_without() throws Exception {
        List<Mix> mixes = new ArrayList<>();
        for (String call : CALLS) {
            mixes.add(mixed(call));
        }
        for (int seed = 1; seed <= SHUFFLED; seed++) {
            mixes.add(shuffled(CALLS.get(seed % 2), new Random(seed)));
        }
        try (Transcriber withPrints = new Transcriber(directory.resolve("models"), "tiny-speakers")) {
            // The words are the same whether the number of speakers is told or not.
            Transcriber plain = transcriber.remembering();
            Transcriber printing = withPrints.remembering();
            List<List<Double>> all = new ArrayList<>();
            for (Map<String, Object> told : List.of(Map.<String, Object>of("speakers", 2), Map.<String, Object>of())) {
                all.add(rates("without a speaker model", plain, mixes, told));
                all.add(rates("with a speaker model", printing, mixes, told));
            }
            assertFew(all.get(0), 0.10, 0.35);
            assertFew(all.get(1), 0.08, 0.45);
            assertFew(all.get(2), 0.10, 0.35);
            assertFew(all.get(3), 0.06, 0.20);
        }
    }

    private List<Double> rates(String how, Transcriber stage, List<Mix> mixes, Map<String, Object> told)
            throws Exception {
        List<Double> rates = new ArrayList<>();
        for (Mix mix : mixes) {
            Transcript transcript = transcribe(stage, mix, told, new RecordingJobContext(room()));
            rates.add(DiarizationErrors.rate(mix.turns(), spans(transcript)));
        }
        log.warn("DER {}, told {}: mean {}, each {}", how, told, mean(rates), rates);
        return rates;
    }

    private static double mean(List<Double> rates) {
        return rates.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static void assertFew(List<Double> rates, double mean, double worst) {
        assertThat(mean(rates)).as("mean of %s", rates).isLessThanOrEqualTo(mean);
        assertThat(rates).allSatisfy(rate -> assertThat(rate).isLessThanOrEqualTo(worst));
    }

    @Test
    void the_speakers_of_a_mono_call_get_roles_and_a_warning() throws Exception {
        RecordingJobContext job = new RecordingJobContext(room());
        Transcript transcript = transcribe(mixed(CALLS.get(0)), Map.of(), job);
        assertThat(transcript.speakers()).extracting("role").containsExactly("agent", "customer");
        assertThat(transcript.speakers()).extracting("channel").containsExactly(0, 0);
        assertThat(job.warnings()).extracting(Warning::type).contains("speakers-by-voice", "roles-guessed");
    }

    @Test
    void failing_to_tell_speakers_apart_does_not_cost_the_transcript() throws Exception {
        Diarizer broken = (words, voices, speakers, progress) -> {
            throw new IllegalStateException("no voices today");
        };
        Path room = room();
        RecordingJobContext job = new RecordingJobContext(room);
        transcribe(mixed(CALLS.get(0)), Map.of(), job);
        RecordingJobContext again = new RecordingJobContext(room);
        Transcript transcript = (Transcript) transcriber
                .handler(DecodeSettings.STANDARD, RecognitionSettings.STANDARD, broken)
                .handle(again.with(job.call()));
        assertOneSpeaker(transcript, again, "no voices today");
    }

    @Test
    void a_disk_that_cannot_keep_the_voices_does_not_cost_the_transcript() throws Exception {
        RecordingJobContext job = new RecordingJobContext(room());
        Files.createDirectory(job.scratch().resolve("voices"));
        Transcript transcript = transcribe(mixed(CALLS.get(0)), Map.of(), job);
        assertOneSpeaker(transcript, job, "could not be kept");
    }

    private static void assertOneSpeaker(Transcript transcript, RecordingJobContext job, String why) {
        assertThat(transcript.speakers()).hasSize(1);
        assertThat(Transcriber.words(transcript, 0)).contains("sarah", "expensive");
        assertThat(job.warnings())
                .filteredOn(warning -> warning.type().equals("speakers-not-separated"))
                .singleElement()
                .satisfies(warning -> assertThat(warning.detail()).contains(why));
    }

    @Test
    void telling_speakers_apart_is_the_rest_of_the_progress() throws Exception {
        RecordingJobContext job = new RecordingJobContext(room());
        transcribe(mixed(CALLS.get(0)), Map.of(), job);
        assertThat(job.progress()).isSorted().endsWith(1.0);
        int apart = job.stages().indexOf("telling speakers apart");
        assertThat(job.progress().get(apart - 1)).isCloseTo(0.95, within(0.01));
        assertThat(job.stages().subList(apart, job.stages().size()))
                .hasSizeGreaterThan(10)
                .containsOnly("telling speakers apart");
    }

    @Test
    void progress_goes_on_while_a_stretch_is_heard_again_for_its_voices() throws Exception {
        RecordingJobContext once = new RecordingJobContext(room());
        transcribe(mixed(CALLS.get(0)), Map.of(), once);
        RecordingJobContext twice = new RecordingJobContext(room());
        try (Transcriber withPrints = new Transcriber(directory.resolve("models"), "tiny-speakers")) {
            transcribe(withPrints, mixed(CALLS.get(0)), Map.of(), twice);
        }
        assertThat(recognising(twice))
                .isSorted()
                .hasSizeGreaterThan(recognising(once).size() * 3 / 2);
        assertThat(recognising(twice).get(recognising(twice).size() - 1)).isCloseTo(0.95, within(0.001));
    }

    private static List<Double> recognising(RecordingJobContext job) {
        return job.progress().subList(0, job.stages().lastIndexOf("recognising") + 1);
    }

    @Test
    void a_job_that_is_cancelled_while_speakers_are_told_apart_ends() throws Exception {
        Path room = room();
        RecordingJobContext job = new RecordingJobContext(room);
        transcribe(mixed(CALLS.get(0)), Map.of(), job);
        RecordingJobContext again = new RecordingJobContext(room);
        Diarizer cancelled = (words, voices, speakers, progress) -> {
            again.cancel();
            return new PrintClusters().speakers(words, voices, speakers, progress);
        };
        assertThatThrownBy(() -> transcriber
                        .handler(DecodeSettings.STANDARD, RecognitionSettings.STANDARD, cancelled)
                        .handle(again.with(job.call())))
                .isInstanceOf(InterruptedException.class);
        assertThat(again.stages()).isNotEmpty().doesNotContain("telling speakers apart");
    }

    @Test
    void the_error_rate_is_the_standard_one() {
        List<Span> real = List.of(new Span(0, 1, 3), new Span(1, 4, 6), new Span(0, 5, 6));
        assertThat(DiarizationErrors.rate(real, List.of(new Span(1, 1, 3), new Span(0, 4, 6), new Span(1, 5, 6))))
                .isZero();
        // Scored are 1.5 s of one, 0.5 s of the other alone, and 0.5 s of both; the last is half missed.
        assertThat(DiarizationErrors.rate(real, List.of(new Span(0, 1, 3), new Span(1, 4, 6))))
                .isCloseTo(0.5 / 3, within(0.02));
        assertThat(DiarizationErrors.rate(real, List.of(new Span(0, 1, 6)))).isCloseTo(0.5, within(0.02));
    }

    private Path room() throws IOException {
        return Files.createTempDirectory(directory, "job");
    }

    private Transcript transcribe(Mix mix, Map<String, Object> told, RecordingJobContext job) throws Exception {
        return transcribe(transcriber, mix, told, job);
    }

    private Transcript transcribe(Transcriber stage, Mix mix, Map<String, Object> told, RecordingJobContext job)
            throws Exception {
        byte[] wav = wav(mix.sound());
        Path file = Files.write(Files.createTempFile(directory, "mix", ".wav"), wav);
        AudioFormat format = new AudioFormat("wav", "pcm_s16le", mix.sound().length / (double) RATE, 1, RATE);
        CallMetadata metadata = new CallMetadata(null, null, null, List.of(), Map.of(), null, told);
        return stage.transcribe(job, file, format, metadata, RecognitionSettings.STANDARD);
    }

    private static List<Span> spans(Transcript transcript) {
        return transcript.utterances().stream()
                .map(said -> new Span(Integer.parseInt(said.speaker().substring(1)) - 1, said.start(), said.end()))
                .toList();
    }

    /** Both channels of a sample call on one. */
    private static Mix mixed(String call) throws IOException {
        return new Mix(mono(call), turns(call));
    }

    /** The turns of a call in any order, with pauses of up to a second, or up to half a second of overlap. */
    private static Mix shuffled(String call, Random random) throws IOException {
        short[] mono = mono(call);
        List<Span> turns = turns(call);
        short[] sound = new short[60 * RATE];
        List<Span> placed = new ArrayList<>();
        double at = 0.5;
        Span turn = turns.get(0);
        while (at < 50) {
            int from = (int) (turn.start() * RATE);
            int length = (int) ((turn.end() - turn.start()) * RATE);
            int to = (int) (at * RATE);
            for (int i = 0; i < length && to + i < sound.length; i++) {
                sound[to + i] = (short) Math.max(-32_768, Math.min(32_767, sound[to + i] + mono[from + i]));
            }
            double end = Math.min(sound.length, to + length) / (double) RATE;
            placed.add(new Span(turn.speaker(), at, end));
            Span next = turns.get(random.nextInt(turns.size()));
            boolean interrupts = next.speaker() != turn.speaker() && random.nextInt(4) == 0;
            at = end + (interrupts ? -0.5 : 1) * random.nextDouble();
            turn = next;
        }
        return new Mix(sound, placed);
    }

    private static List<Span> turns(String call) throws IOException {
        List<Span> turns = new ArrayList<>();
        for (JsonNode turn : new JsonMapper()
                .readTree(Transcriber.sample(call + ".json").toFile())
                .path("turns")) {
            int speaker = turn.path("channel").asString("").equals("left") ? 0 : 1;
            turns.add(new Span(
                    speaker, turn.path("start").asDouble(), turn.path("end").asDouble()));
        }
        return turns;
    }

    private static short[] mono(String call) throws IOException {
        ByteBuffer samples = ByteBuffer.wrap(Files.readAllBytes(Transcriber.sample(call + ".wav")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(HEADER);
        short[] mono = new short[samples.remaining() / 4];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (short) ((samples.getShort() + samples.getShort()) / 2);
        }
        return mono;
    }

    private static byte[] wav(short[] sound) {
        ByteBuffer wav = ByteBuffer.allocate(HEADER + 2 * sound.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * sound.length);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
        wav.putShort((short) 1)
                .putInt(RATE)
                .putInt(2 * RATE)
                .putShort((short) 2)
                .putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * sound.length);
        for (short sample : sound) {
            wav.putShort(sample);
        }
        return wav.array();
    }
}
