package io.earmark.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** A sample call of which it is known what was said. */
record KnownCall(String file, double seconds, List<Turn> turns) {

    static final List<String> NAMES = List.of("5-call-price-stereo", "6-call-schedule-stereo");

    record Turn(String channel, String text) {}

    static KnownCall named(String name) throws IOException {
        try (InputStream json = resource(name + ".json")) {
            return JsonMapper.shared().readValue(json, KnownCall.class);
        }
    }

    static InputStream resource(String file) {
        return Objects.requireNonNull(
                KnownCall.class.getResourceAsStream("/samples/" + file), file + " belongs into deploy/samples");
    }

    /** @param channel from 0 */
    List<String> said(int channel) {
        String side = channel == 0 ? "left" : "right";
        return turns.stream()
                .filter(turn -> turn.channel().equals(side))
                .flatMap(turn -> Arrays.stream(turn.text().split(" ")))
                .toList();
    }

    /** Words put in, left out or taken for others: the least number of them that explains what was heard. */
    static int errors(List<String> said, List<String> heard) {
        int[] costs = new int[heard.size() + 1];
        Arrays.setAll(costs, index -> index);
        for (int i = 1; i <= said.size(); i++) {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j <= heard.size(); j++) {
                int taken = diagonal + (said.get(i - 1).equals(heard.get(j - 1)) ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.min(taken, Math.min(costs[j], costs[j - 1]) + 1);
            }
        }
        return costs[heard.size()];
    }
}
