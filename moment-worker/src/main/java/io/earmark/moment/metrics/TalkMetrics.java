package io.earmark.moment.metrics;

import io.earmark.call.Metrics;
import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Computes {@link Metrics}; each formula stands there. */
public final class TalkMetrics {

    private static final Set<String> FILLERS = Set.of("um", "uh", "er", "erm", "hmm", "mm", "ah");
    private static final double LEFT_TO_SAY_SECONDS = 0.3;
    private static final int FLOOR_TAKING_WORDS = 3;

    private final Transcript transcript;

    private TalkMetrics(Transcript transcript) {
        this.transcript = transcript;
    }

    public static Metrics of(Transcript transcript) {
        return new TalkMetrics(transcript).compute();
    }

    private Metrics compute() {
        Map<String, Double> talk = each(id -> sum(id, Utterance::seconds));
        double all = talk.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> ratio = each(id -> all == 0 ? 0.0 : talk.getOrDefault(id, 0.0) / all);
        Map<String, Double> wordsPerMinute = each(id -> {
            double seconds = talk.getOrDefault(id, 0.0);
            return seconds == 0 ? 0.0 : sum(id, said -> said.words().size()) / seconds * 60;
        });
        Map<String, Integer> fillers = each(id -> (int) sum(id, TalkMetrics::fillers));
        Map<String, Integer> questions = each(id -> (int) sum(id, said -> Questions.asks(said) ? 1 : 0));
        Occupancy occupancy = Occupancy.of(transcript);
        return new Metrics(
                ratio,
                talk,
                monologues(),
                interruptions(),
                questions,
                wordsPerMinute,
                fillers,
                occupancy.silence(),
                occupancy.overlap(),
                turns(),
                switchesPerMinute(),
                patience());
    }

    private <T> Map<String, T> each(Function<String, T> value) {
        Map<String, T> bySpeaker = new LinkedHashMap<>();
        for (Speaker speaker : transcript.speakers()) {
            bySpeaker.put(speaker.id(), value.apply(speaker.id()));
        }
        return bySpeaker;
    }

    private double sum(String speaker, ToDoubleFunction<Utterance> value) {
        return transcript.utterances().stream()
                .filter(said -> said.speaker().equals(speaker))
                .mapToDouble(value)
                .sum();
    }

    private static double fillers(Utterance said) {
        return said.words().stream()
                .filter(word -> FILLERS.contains(word.text().toLowerCase(Locale.ROOT)))
                .count();
    }

    private Map<String, Double> monologues() {
        Map<String, Double> longest = each(id -> 0.0);
        for (Monologue run : monologues(transcript)) {
            longest.merge(run.speaker(), run.end() - run.start(), Math::max);
        }
        return longest;
    }

    /**
     * A stretch in which one speaker held the floor.
     *
     * @param utterances their indices
     */
    public record Monologue(String speaker, double start, double end, List<Integer> utterances) {}

    /** All of a call's monologues in order; an utterance of one or two words by another does not end one. */
    public static List<Monologue> monologues(Transcript transcript) {
        List<Monologue> runs = new ArrayList<>();
        List<Utterance> run = new ArrayList<>();
        for (Utterance said : transcript.utterances()) {
            boolean same = !run.isEmpty() && run.get(0).speaker().equals(said.speaker());
            if (!run.isEmpty() && !same && said.words().size() >= FLOOR_TAKING_WORDS) {
                runs.add(monologue(run));
                run.clear();
            }
            if (run.isEmpty() || same) {
                run.add(said);
            }
        }
        if (!run.isEmpty()) {
            runs.add(monologue(run));
        }
        return runs;
    }

    private static Monologue monologue(List<Utterance> run) {
        Utterance first = run.get(0);
        double end = run.stream().mapToDouble(Utterance::end).max().orElse(first.end());
        return new Monologue(
                first.speaker(),
                first.start(),
                end,
                run.stream().map(Utterance::index).toList());
    }

    private Map<String, Integer> interruptions() {
        Map<String, Integer> counts = each(id -> 0);
        for (Interruption one : interruptions(transcript)) {
            counts.merge(one.by().speaker(), 1, Integer::sum);
        }
        return counts;
    }

    /** One speaker cut in on another. */
    public record Interruption(Utterance by, Utterance of) {}

    public static List<Interruption> interruptions(Transcript transcript) {
        List<Interruption> found = new ArrayList<>();
        List<Utterance> all = transcript.utterances();
        for (int i = 1; i < all.size(); i++) {
            Utterance by = all.get(i);
            for (int before = i - 1; before >= 0 && before >= i - 3; before--) {
                Utterance of = all.get(before);
                boolean cutIn = !of.speaker().equals(by.speaker())
                        && by.start() > of.start()
                        && of.end() - by.start() >= LEFT_TO_SAY_SECONDS
                        && by.end() > of.end();
                if (cutIn) {
                    found.add(new Interruption(by, of));
                    break;
                }
            }
        }
        return found;
    }

    private int turns() {
        List<Utterance> all = transcript.utterances();
        return all.isEmpty() ? 0 : switches().size() + 1;
    }

    /** Places at which another speaker than the one before begins. */
    private List<Integer> switches() {
        List<Utterance> all = transcript.utterances();
        return IntStream.range(1, all.size())
                .filter(at -> !all.get(at).speaker().equals(all.get(at - 1).speaker()))
                .boxed()
                .toList();
    }

    private double switchesPerMinute() {
        double minutes = transcript.durationSeconds() / 60;
        return minutes <= 0 ? 0 : switches().size() / minutes;
    }

    private Map<String, Double> patience() {
        List<Utterance> all = transcript.utterances();
        return each(id -> switches().stream()
                .filter(at -> all.get(at).speaker().equals(id))
                .mapToDouble(at -> all.get(at).start() - all.get(at - 1).end())
                .filter(wait -> wait >= 0)
                .average()
                .orElse(0));
    }
}
