package io.earmark.moment;

import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** What was really said in a sample call. */
public record SampleCall(String file, double seconds, List<Turn> turns) {

    public static final String PRICE = "5-call-price-stereo";
    public static final String SCHEDULE = "6-call-schedule-stereo";

    record Turn(String speaker, double start, double end, String text, List<Timed> words) {}

    record Timed(String word, double start, double end) {}

    public static Transcript of(String name) throws IOException {
        try (InputStream json =
                Objects.requireNonNull(SampleCall.class.getResourceAsStream("/" + name + ".json"), name)) {
            return JsonMapper.shared().readValue(json, SampleCall.class).transcript();
        }
    }

    private Transcript transcript() {
        List<Utterance> said = new ArrayList<>();
        for (Turn turn : turns) {
            int channel = turn.speaker().equals("agent") ? 0 : 1;
            List<Word> words = turn.words().stream()
                    .map(word -> new Word(word.word(), word.start(), word.end(), 1))
                    .toList();
            said.add(new Utterance(
                    said.size(), "S" + (channel + 1), channel, turn.start(), turn.end(), turn.text(), 1, words));
        }
        List<Speaker> speakers = List.of(new Speaker("S1", "agent", 0), new Speaker("S2", "customer", 1));
        return new Transcript(seconds, "en-US", new Transcript.Engine("truth", "truth", "1"), speakers, said);
    }
}
