package io.earmark.moment;

import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes transcripts: what is said one after the other, half a second apart, or at given times. */
public final class Talk {

    private static final double SECONDS_A_WORD = 0.4;
    private static final double GAP_SECONDS = 0.5;

    private final List<Speaker> speakers;
    private final List<Utterance> said = new ArrayList<>();
    private double now;

    private Talk(List<Speaker> speakers) {
        this.speakers = speakers;
    }

    /** S1 is the agent, S2 the customer. */
    public static Talk ofTwo() {
        return new Talk(List.of(new Speaker("S1", "agent", 0), new Speaker("S2", "customer", 1)));
    }

    /** As a mono recording gives it. */
    public static Talk ofOne() {
        return new Talk(List.of(new Speaker("S1", "speaker", 0)));
    }

    public static Talk of(String firstRole, String secondRole) {
        return new Talk(List.of(new Speaker("S1", firstRole, 0), new Speaker("S2", secondRole, 1)));
    }

    public Talk agent(String text) {
        return says("S1", text);
    }

    public Talk customer(String text) {
        return says("S2", text);
    }

    private Talk says(String speaker, String text) {
        double start = now + GAP_SECONDS;
        return at(speaker, start, start + SECONDS_A_WORD * text.strip().split("\\s+").length, text);
    }

    /** The words share the time evenly. */
    public Talk at(String speaker, double start, double end, String text) {
        String[] words = text.isBlank() ? new String[0] : text.strip().split("\\s+");
        double each = (end - start) / Math.max(1, words.length);
        List<Word> timed = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            timed.add(new Word(words[i], start + i * each, start + (i + 1) * each, 1));
        }
        said.add(new Utterance(0, speaker, speaker.equals("S1") ? 0 : 1, start, end, text, 1, timed));
        now = Math.max(now, end);
        return this;
    }

    public Talk pause(double seconds) {
        now += seconds;
        return this;
    }

    public Transcript transcript() {
        return transcript(now);
    }

    public Transcript transcript(double seconds) {
        List<Utterance> inOrder = new ArrayList<>();
        for (Utterance one : said.stream()
                .sorted(Comparator.comparingDouble(Utterance::start))
                .toList()) {
            inOrder.add(new Utterance(
                    inOrder.size(),
                    one.speaker(),
                    one.channel(),
                    one.start(),
                    one.end(),
                    one.text(),
                    one.confidence(),
                    one.words()));
        }
        return new Transcript(seconds, "en-US", new Transcript.Engine("test", "test", "1"), speakers, inOrder);
    }
}
