package io.earmark.faults.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sentences of the sample recordings: each turn of the two calls, and the single ones. */
final class Sentences {

    static final int RATE = 16_000;

    private static final int BYTES = 2;
    /** Around a turn, so that no sound of it is cut. */
    private static final double MARGIN_SECONDS = 0.15;

    private static final int FEWEST_WORDS = 5;
    private static final List<String> SINGLE = List.of("1-greeting", "2-objection", "3-schedule");
    private static final List<String> CALLS = List.of("5-call-price-stereo", "6-call-schedule-stereo");

    private Sentences() {}

    static List<Sentence> all() throws IOException {
        List<Sentence> all = new ArrayList<>();
        String[] transcripts = new String(bytes("transcripts.tsv"), StandardCharsets.UTF_8).split("\n");
        for (String name : SINGLE) {
            String text = Arrays.stream(transcripts)
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf('\t') + 1).strip())
                    .findFirst()
                    .orElseThrow();
            all.add(new Sentence(text, pcm(name + ".wav")));
        }
        for (String call : CALLS) {
            byte[] both = pcm(call + ".wav");
            JsonNode truth = JsonMapper.shared().readTree(bytes(call + ".json"));
            for (JsonNode turn : truth.path("turns")) {
                Sentence sentence = cut(both, turn);
                if (sentence.words().size() >= FEWEST_WORDS) {
                    all.add(sentence);
                }
            }
        }
        return List.copyOf(all);
    }

    private static Sentence cut(byte[] stereo, JsonNode turn) {
        int channel = turn.path("channel").asString().equals("left") ? 0 : 1;
        int frames = stereo.length / (2 * BYTES);
        int from = (int) Math.max(0, (turn.path("start").asDouble() - MARGIN_SECONDS) * RATE);
        int to = (int) Math.min(frames, (turn.path("end").asDouble() + MARGIN_SECONDS) * RATE);
        byte[] mono = new byte[(to - from) * BYTES];
        for (int frame = from; frame < to; frame++) {
            System.arraycopy(stereo, (2 * frame + channel) * BYTES, mono, (frame - from) * BYTES, BYTES);
        }
        return new Sentence(turn.path("text").asString(), mono);
    }

    private static byte[] pcm(String name) throws IOException {
        try (AudioInputStream audio =
                AudioSystem.getAudioInputStream(new BufferedInputStream(new ByteArrayInputStream(bytes(name))))) {
            if (audio.getFormat().getSampleRate() != RATE || audio.getFormat().getSampleSizeInBits() != 8 * BYTES) {
                throw new IOException(name + " is not 16 bit at " + RATE + " Hz");
            }
            return audio.readAllBytes();
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(name, e);
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Sentences.class.getResourceAsStream("/samples/" + name), name)) {
            return in.readAllBytes();
        }
    }
}
