package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.AudioFormat;
import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import io.earmark.work.RecordingJobContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What is recognised in stretches is what is recognised in one piece, at the same times; and two hours are two hours. */
class StitchingTest extends RealStage {

    private static final int RATE = 16_000;
    private static final int HEADER = 44;
    /** With a sample of 5.13 s, a multiple of the 30 ms in which the model steps: times come out the same. */
    private static final int PAUSE_SAMPLES = 57_440_160;

    private static final double DRIFT = 0.05;
    private static final List<String> SAMPLES = List.of("1-greeting.wav", "2-objection.wav", "3-schedule.wav");

    @RepeatedTest(5)
    void cutting_changes_no_word_but_within_a_second_of_a_cut(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] pcm = speech(random, 150, 3);
        Path recording = Files.write(directory.resolve("speech.wav"), wav(pcm));
        Duration cutAfter = Duration.ofSeconds(5 + random.nextInt(20));
        List<Double> cuts = cuts(pcm, cutAfter);
        assertThat(cuts).isNotEmpty();

        List<Word> whole = awayFrom(cuts, words(recording, pcm, Duration.ZERO));
        List<Word> stitched = awayFrom(cuts, words(recording, pcm, cutAfter));

        assertThat(whole).hasSizeGreaterThan(100);
        assertThat(stitched).extracting(Word::text).isEqualTo(texts(whole));
        for (int i = 0; i < whole.size(); i++) {
            assertThat(Math.abs(stitched.get(i).start() - whole.get(i).start())).isLessThanOrEqualTo(DRIFT);
            assertThat(Math.abs(stitched.get(i).end() - whole.get(i).end())).isLessThanOrEqualTo(DRIFT);
        }
    }

    /** The same words near the start, after an hour and after two, over a telephone line. */
    @Test
    void words_are_where_they_were_said_after_two_hours() throws Exception {
        Path recording = directory.resolve("two-hours.wav");
        String sample = Transcriber.sample("1-greeting.wav").toString();
        String silence = "anullsrc=r=16000:cl=mono,atrim=end_sample=" + PAUSE_SAMPLES;
        assertThat(new ProcessBuilder(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-i",
                                sample,
                                "-filter_complex",
                                "[0]asplit=3[a][b][c];anullsrc=r=16000:cl=mono,atrim=end_sample=144000[r];" + silence
                                        + "[s];" + silence + "[t];[r][a][s][b][t][c]concat=n=6:v=0:a=1",
                                "-ar",
                                "8000",
                                "-c:a",
                                "pcm_mulaw",
                                recording.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        double spoken = (Files.size(Path.of(sample)) - HEADER) / 2.0 / RATE;
        double pause = PAUSE_SAMPLES / (double) RATE;
        RecordingJobContext job = new RecordingJobContext(directory.resolve("job"));
        Transcript transcript = transcriber.transcribe(
                job, recording, new AudioFormat("wav", "pcm_mulaw", 9 + 2 * pause + 3 * spoken, 1, 8_000));
        List<Word> words = all(transcript);
        int once = words.size() / 3;
        assertThat(once).isGreaterThan(8);
        for (int i = 0; i < once; i++) {
            for (int later = 1; later <= 2; later++) {
                Word again = words.get(i + later * once);
                assertThat(again.text()).isEqualTo(words.get(i).text());
                double drift = again.start() - words.get(i).start() - later * (pause + spoken);
                assertThat(Math.abs(drift)).as(again.toString()).isLessThanOrEqualTo(DRIFT);
            }
        }
        assertInOrder(words, transcript.durationSeconds());
    }

    /** With pauses of up to 15 s, from a loud line to a faint one. */
    @RepeatedTest(5)
    void skipping_pauses_changes_no_word_and_no_time(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] pcm = speech(random, 240, 15);
        fainter(pcm, Math.pow(10, -4.5 * (repetition.getCurrentRepetition() - 1) / 20));
        Path recording = Files.write(directory.resolve("pauses.wav"), wav(pcm));

        List<Word> all = words(recording, pcm, new RecognitionSettings(2, Duration.ZERO, false));
        List<Word> skipped = words(recording, pcm, new RecognitionSettings(2, Duration.ZERO, true));

        assertThat(all).hasSizeGreaterThan(80);
        assertThat(skipped).extracting(Word::text).isEqualTo(texts(all));
        for (int i = 0; i < all.size(); i++) {
            assertThat(Math.abs(skipped.get(i).start() - all.get(i).start())).isLessThanOrEqualTo(DRIFT);
            assertThat(Math.abs(skipped.get(i).end() - all.get(i).end())).isLessThanOrEqualTo(DRIFT);
        }
    }

    private static void fainter(byte[] pcm, double gain) {
        for (int i = 0; i < pcm.length / 2; i++) {
            int sample = (int) Math.round(gain * Samples.at(pcm, i));
            pcm[2 * i] = (byte) sample;
            pcm[2 * i + 1] = (byte) (sample >> 8);
        }
    }

    private List<Word> words(Path recording, byte[] pcm, Duration cutAfter) throws Exception {
        return words(recording, pcm, new RecognitionSettings(2, cutAfter, true));
    }

    private List<Word> words(Path recording, byte[] pcm, RecognitionSettings settings) throws Exception {
        double seconds = pcm.length / 2.0 / RATE;
        RecordingJobContext job = new RecordingJobContext(Files.createTempDirectory(directory, "job"));
        Transcript transcript = transcriber.transcribe(
                job, recording, new AudioFormat("wav", "pcm_s16le", seconds, 1, RATE), CallMetadata.NONE, settings);
        assertThat(job.progress()).isSorted();
        assertInOrder(all(transcript), seconds);
        return all(transcript);
    }

    private static void assertInOrder(List<Word> words, double seconds) {
        double before = 0;
        for (Word word : words) {
            assertThat(word.start()).isGreaterThanOrEqualTo(before);
            assertThat(word.end()).isGreaterThanOrEqualTo(word.start()).isLessThanOrEqualTo(seconds);
            before = word.end();
        }
    }

    private static List<Word> all(Transcript transcript) {
        return transcript.utterances().stream()
                .map(Utterance::words)
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> texts(List<Word> words) {
        return words.stream().map(Word::text).toList();
    }

    private static List<Word> awayFrom(List<Double> cuts, List<Word> words) {
        return words.stream()
                .filter(word -> cuts.stream().noneMatch(cut -> word.end() > cut - 1 && word.start() < cut + 1))
                .toList();
    }

    private static List<Double> cuts(byte[] pcm, Duration cutAfter) {
        Cutter cutter = new Cutter(cutAfter.toSeconds() * RATE);
        List<Double> cuts = new ArrayList<>();
        for (int from = 0; from < pcm.length; from += 8_000) {
            byte[] chunk = Arrays.copyOfRange(pcm, from, Math.min(pcm.length, from + 8_000));
            OptionalLong cut = cutter.hear(chunk, chunk.length);
            cut.ifPresent(at -> cuts.add(at / (double) RATE));
        }
        return cuts;
    }

    /** The samples in any order, with pauses of 0.2 s and more over a faint hiss. */
    private static byte[] speech(Random random, int seconds, double longestPause) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < seconds * 2 * RATE) {
            byte[] wav = Files.readAllBytes(Transcriber.sample(SAMPLES.get(random.nextInt(SAMPLES.size()))));
            all.write(wav, HEADER, wav.length - HEADER);
            int pause = (int) (RATE * (0.2 + random.nextDouble() * (longestPause - 0.2)));
            for (int i = 0; i < pause; i++) {
                int hiss = (int) (random.nextGaussian() * 12);
                all.write(hiss);
                all.write(hiss >> 8);
            }
        }
        return all.toByteArray();
    }

    private static byte[] wav(byte[] pcm) {
        ByteBuffer wav = ByteBuffer.allocate(HEADER + pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + pcm.length);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1);
        wav.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
        return wav.put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(pcm.length)
                .put(pcm)
                .array();
    }
}
