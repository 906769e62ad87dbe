package io.earmark.moment.playbook;

import io.earmark.call.Moment;
import io.earmark.call.Sentiment;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.moment.english.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the moments of a call: by the playbook's phrases and examples, and by patterns of the talk. */
public final class Coach {

    private static final String NEXT_STEP = "next_step";

    private final Playbook playbook;
    private final TalkPatterns patterns;

    /** @param monologueSeconds an agent who holds the floor for longer gets a moment for it */
    public Coach(Playbook playbook, double monologueSeconds) {
        this.playbook = playbook;
        this.patterns = new TalkPatterns(playbook, monologueSeconds);
    }

    /**
     * @param sentiments by utterance; empty if there are none
     * @param likenesses as {@link Likenesses} finds them; empty if there are none
     * @return in order of start, numbered from m1; of one type and one utterance the better one
     */
    public List<Moment> moments(Transcript transcript, List<Sentiment> sentiments, List<Likeness> likenesses) {
        Map<String, Found> byPlace = new LinkedHashMap<>();
        Roles roles = new Roles(transcript);
        byWords(transcript, roles, byPlace);
        byLikeness(transcript, roles, likenesses, byPlace);
        boolean nextStep =
                byPlace.values().stream().anyMatch(found -> found.play().type().equals(NEXT_STEP));
        patterns.find(transcript, roles, sentiments, nextStep).forEach(found -> keepBetter(byPlace, found));
        return numbered(byPlace.values().stream()
                .sorted(Comparator.comparingDouble(Found::start)
                        .thenComparing(found -> found.play().type()))
                .toList());
    }

    private static List<Moment> numbered(List<Found> inOrder) {
        List<Moment> moments = new ArrayList<>();
        for (Found found : inOrder) {
            moments.add(found.moment("m" + (moments.size() + 1)));
        }
        return moments;
    }

    private void byWords(Transcript transcript, Roles roles, Map<String, Found> byPlace) {
        for (Utterance said : transcript.utterances()) {
            List<String> words = Words.of(said.text());
            List<String> stems = Words.stems(words);
            for (Play play : playbook.plays()) {
                if (roles.may(said, play)) {
                    matched(said, words, stems, play)
                            .ifPresent(found -> keepBetter(byPlace, found.guessed(roles.isGuess(said, play))));
                }
            }
        }
    }

    /** More phrases in one utterance make it surer: each further one closes a third of the gap to 1. */
    private static Optional<Found> matched(Utterance said, List<String> words, List<String> stems, Play play) {
        List<String> matches = play.phrases().stream()
                .map(phrase -> phrase.in(words, stems, play.evenNegated()))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (matches.isEmpty()) {
            return Optional.empty();
        }
        double score = 1 - (1 - play.weight()) * Math.pow(2 / 3.0, matches.size() - 1.0);
        String why = play.why() + " (matched “" + String.join("”, “", matches) + "”)";
        return Optional.of(new Found(play, score, List.of(said), why));
    }

    /** Words that match are the plainer evidence, so a likeness counts only where there are none. */
    private void byLikeness(Transcript transcript, Roles roles, List<Likeness> likenesses, Map<String, Found> byPlace) {
        for (Likeness likeness : likenesses) {
            Utterance said = transcript.utterances().get(likeness.utterance());
            Play play = playbook.play(likeness.type());
            if (play != null && roles.may(said, play)) {
                String why = String.format(
                        Locale.ROOT,
                        "%s (sounds like “%s”, similarity %.2f)",
                        play.why(),
                        likeness.example(),
                        likeness.similarity());
                Found found = new Found(play, play.weight() * likeness.similarity(), List.of(said), why);
                byPlace.putIfAbsent(found.place(), found.guessed(roles.isGuess(said, play)));
            }
        }
    }

    private static void keepBetter(Map<String, Found> byPlace, Found found) {
        byPlace.merge(found.place(), found, (one, other) -> one.score() >= other.score() ? one : other);
    }
}
