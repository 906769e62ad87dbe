package io.earmark.moment.playbook;

import io.earmark.call.Moment;
import io.earmark.call.Sentiment;
import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.moment.playbook.Playbook.Play;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the moments of a call: by the playbook's phrases, and by patterns of the talk. */
public final class Coach {

    private final Playbook playbook;
    private final TalkPatterns patterns;

    public Coach(Playbook playbook, double monologueSeconds) {
        this.playbook = playbook;
        this.patterns = new TalkPatterns(playbook, monologueSeconds);
    }

    /** @param sentiments by utterance; empty if there are none */
    public List<Moment> moments(Transcript transcript, List<Sentiment> sentiments) {
        Map<String, Found> byPlace = new LinkedHashMap<>();
        for (Utterance said : transcript.utterances()) {
            for (Play play : playbook.plays()) {
                if (maySay(transcript, said, play)) {
                    matched(said, play).ifPresent(found -> keepBetter(byPlace, found));
                }
            }
        }
        boolean nextStep =
                byPlace.values().stream().anyMatch(found -> found.play().type().equals("next_step"));
        patterns.find(transcript, sentiments, nextStep).forEach(found -> keepBetter(byPlace, found));
        List<Found> inOrder = new ArrayList<>(byPlace.values());
        inOrder.sort(Comparator.comparingDouble(
                        (Found found) -> found.utterances().get(0).start())
                .thenComparing(found -> found.play().type()));
        List<Moment> moments = new ArrayList<>();
        for (Found found : inOrder) {
            moments.add(found.moment("m" + (moments.size() + 1)));
        }
        return moments;
    }

    private static boolean maySay(Transcript transcript, Utterance said, Play play) {
        if (play.phrases().isEmpty() || play.by().equals("any")) {
            return !play.phrases().isEmpty();
        }
        String role = transcript.speakers().stream()
                .filter(speaker -> speaker.id().equals(said.speaker()))
                .map(Speaker::role)
                .findFirst()
                .orElse("");
        // A role that is neither may have said anything.
        return role.equals(play.by()) || !(role.equals("agent") || role.equals("customer"));
    }

    /** More phrases in one utterance make it surer: each further one closes a third of the gap to 1. */
    private static Optional<Found> matched(Utterance said, Play play) {
        List<String> words = Arrays.asList(said.text().toLowerCase(Locale.ROOT).split("\\s+"));
        List<String> matches = play.phrases().stream()
                .map(phrase -> phrase.in(words))
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

    private static void keepBetter(Map<String, Found> byPlace, Found found) {
        String place = found.play().type() + "@" + found.utterances().get(0).index();
        byPlace.merge(place, found, (one, other) -> one.score() >= other.score() ? one : other);
    }
}
