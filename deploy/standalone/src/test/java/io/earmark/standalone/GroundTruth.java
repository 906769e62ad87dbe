package io.earmark.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** A sample call: its recording, and what was really said in it. */
record GroundTruth(String file, double seconds, List<Turn> turns) {

    record Turn(int turn, String speaker, String channel, double start, double end, String text) {

        int channelNumber() {
            return channel.equals("left") ? 0 : 1;
        }
    }

    static GroundTruth of(String sample) throws IOException {
        try (InputStream json = resource(sample + ".json")) {
            return JsonMapper.shared().readValue(json, GroundTruth.class);
        }
    }

    Path recording(Path directory) throws IOException {
        Path copy = directory.resolve(file);
        try (InputStream audio = resource(file)) {
            Files.copy(audio, copy);
        }
        return copy;
    }

    String wordsOf(int channel) {
        return String.join(
                " ",
                turns.stream()
                        .filter(turn -> turn.channelNumber() == channel)
                        .map(Turn::text)
                        .toList());
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(GroundTruth.class.getResourceAsStream("/samples/" + name), name);
    }

    /** Substitutions, deletions and insertions over the words of the reference. */
    static double wordErrorRate(String reference, String heard) {
        String[] wanted = reference.split(" ");
        String[] got = heard.isBlank() ? new String[0] : heard.strip().split(" +");
        int[] costs = new int[got.length + 1];
        Arrays.setAll(costs, index -> index);
        for (int i = 1; i <= wanted.length; i++) {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j <= got.length; j++) {
                int substituted = diagonal + (wanted[i - 1].equals(got[j - 1]) ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.min(substituted, Math.min(costs[j], costs[j - 1]) + 1);
            }
        }
        return (double) costs[got.length] / wanted.length;
    }

    /** How many of the wanted words are there, in their order, over how many are wanted. */
    static double contained(String wanted, String heard) {
        String[] words = wanted.split(" ");
        String[] all = heard.split(" +");
        int[][] longest = new int[words.length + 1][all.length + 1];
        for (int i = 1; i <= words.length; i++) {
            for (int j = 1; j <= all.length; j++) {
                longest[i][j] = words[i - 1].equals(all[j - 1])
                        ? longest[i - 1][j - 1] + 1
                        : Math.max(longest[i - 1][j], longest[i][j - 1]);
            }
        }
        return (double) longest[words.length][all.length] / words.length;
    }
}
