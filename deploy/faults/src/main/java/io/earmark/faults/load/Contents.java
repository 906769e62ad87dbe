package io.earmark.faults.load;

import io.earmark.faults.check.Breach;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import tools.jackson.databind.JsonNode;

/** Whether what came out is what was asked for, seen through the API. */
final class Contents {

    /** The tiny model misses a word now and then; a transcript of another call misses nearly all. */
    static final double MOST_WORD_ERRORS = 0.34;

    private static final double SECONDS_OFF = 0.2;
    private static final double LEAST_SECONDS_PER_WORD = 0.15;
    private static final double MOST_SECONDS_PER_WORD = 1.2;

    private final Gateways gateways;
    private final List<Breach> breaches = new ArrayList<>();

    Contents(Gateways gateways) {
        this.gateways = gateways;
    }

    List<Breach> breaches() {
        return breaches;
    }

    void transcript(String job, String call, Recording truth) throws IOException, InterruptedException {
        Reply reply = gateways.getPatiently("/calls/" + call + "/transcript");
        if (!reply.isAccepted()) {
            wrong(job, "its transcript is not served: " + reply);
            return;
        }
        JsonNode transcript = reply.json();
        words(job, truth.left(), heard(transcript, 0));
        words(job, truth.right(), heard(transcript, 1));
        double seconds = transcript.path("durationSeconds").asDouble();
        if (Math.abs(seconds - truth.seconds()) > SECONDS_OFF) {
            wrong(job, String.format(Locale.ROOT, "lasts %.2f s, not %.2f s", seconds, truth.seconds()));
        }
        HttpResponse<byte[]> audio = gateways.bytes("/calls/" + call + "/audio");
        if (audio.statusCode() != 200 || !sha256(audio.body()).equals(sha256(truth.wav()))) {
            wrong(job, "the recording that is served is not the one that was sent");
        }
        Reply moments = gateways.getPatiently("/calls/" + call + "/moments");
        if (!moments.isAccepted() || !moments.json().path("metrics").isObject()) {
            wrong(job, "its moments are not served: " + moments);
        }
    }

    /** A text that the tiny model understands is heard again from what was made of it. */
    void words(String job, List<String> said, List<String> heard) {
        double errors = Words.errorRate(said, heard);
        if (errors > MOST_WORD_ERRORS) {
            wrong(
                    job,
                    String.format(
                            Locale.ROOT, "%.0f %% of its words are wrong: %s became %s", 100 * errors, said, heard));
        }
    }

    static List<String> heard(JsonNode transcript, int channel) {
        List<String> words = new ArrayList<>();
        for (JsonNode utterance : transcript.path("utterances")) {
            if (utterance.path("channel").asInt() == channel) {
                utterance
                        .path("words")
                        .forEach(word -> words.add(word.path("text").asString()));
            }
        }
        return words;
    }

    byte[] speech(String job, Submission.Speak asked) throws IOException, InterruptedException {
        byte[] audio = served(job);
        int words = asked.text().split(" ").length;
        duration(job, audio, LEAST_SECONDS_PER_WORD * words, MOST_SECONDS_PER_WORD * words);
        return audio;
    }

    void replay(String job, Submission.Replay asked) throws IOException, InterruptedException {
        duration(job, served(job), asked.seconds() + 1, asked.seconds() + 60);
    }

    private byte[] served(String job) throws IOException, InterruptedException {
        HttpResponse<byte[]> audio = gateways.bytes("/jobs/" + job + "/audio");
        if (audio.statusCode() != 200) {
            wrong(job, "its audio is not served: " + audio.statusCode());
            return new byte[0];
        }
        String checksum = audio.headers().firstValue("ETag").orElse("").replace("\"", "");
        if (!checksum.equals(sha256(audio.body()))) {
            wrong(job, "its audio has another checksum than its result");
        }
        return audio.body();
    }

    private void duration(String job, byte[] audio, double least, double most)
            throws IOException, InterruptedException {
        if (audio.length == 0) {
            return;
        }
        double seconds = seconds(audio);
        if (!(seconds >= least && seconds <= most)) {
            wrong(
                    job,
                    String.format(
                            Locale.ROOT, "its audio decodes to %.2f s, not %.1f to %.1f s", seconds, least, most));
        }
    }

    /** Decoded to the end: by ffmpeg, unless it is a plain WAV file. */
    private static double seconds(byte[] audio) throws IOException, InterruptedException {
        try (AudioInputStream wav = AudioSystem.getAudioInputStream(new ByteArrayInputStream(audio))) {
            AudioFormat format = wav.getFormat();
            return wav.readAllBytes().length / (double) format.getFrameSize() / format.getFrameRate();
        } catch (UnsupportedAudioFileException e) {
            return decoded(audio);
        }
    }

    private static double decoded(byte[] audio) throws IOException, InterruptedException {
        Path file = Files.createTempFile("earmark-faults-", ".audio");
        try {
            Files.write(file, audio);
            Process ffmpeg = new ProcessBuilder(List.of(
                            "ffmpeg",
                            "-v",
                            "error",
                            "-xerror",
                            "-nostdin",
                            "-i",
                            file.toString(),
                            "-f",
                            "s16le",
                            "-ac",
                            "1",
                            "-ar",
                            "16000",
                            "-"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long bytes = ffmpeg.getInputStream().readAllBytes().length;
            return ffmpeg.waitFor(20, TimeUnit.SECONDS) && ffmpeg.exitValue() == 0 ? bytes / 32_000.0 : 0;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    void wrong(String job, String what) {
        breaches.add(new Breach(Breach.Kind.CORRUPT, job, what));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
