package io.earmark.moment.playbook;

import io.earmark.call.Sentiment;
import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.moment.metrics.Questions;
import io.earmark.moment.metrics.TalkMetrics;
import io.earmark.moment.playbook.Playbook.Play;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Moments that no phrase makes: who held the floor, who cut in, what was left open. */
final class TalkPatterns {

    private static final double NEGATIVE = -0.4;
    private static final double ANSWER_WITHIN_SECONDS = 10;
    private static final int SUBSTANTIAL_WORDS = 3;

    private final Playbook playbook;
    private final double monologueSeconds;

    TalkPatterns(Playbook playbook, double monologueSeconds) {
        this.playbook = playbook;
        this.monologueSeconds = monologueSeconds;
    }

    List<Found> find(Transcript transcript, List<Sentiment> sentiments, boolean nextStep) {
        List<Found> found = new ArrayList<>();
        add(found, "long_monologue", play -> monologues(transcript, play));
        add(found, "interruption", play -> interruptions(transcript, play));
        add(found, "customer_negative", play -> negative(transcript, sentiments, play));
        add(found, "unanswered_question", play -> unanswered(transcript, play));
        if (!nextStep && !transcript.utterances().isEmpty()) {
            List<Utterance> all = transcript.utterances();
            add(
                    found,
                    "next_step_missing",
                    play -> List.of(new Found(play, play.weight(), List.of(all.get(all.size() - 1)), play.why())));
        }
        return found;
    }

    /** A playbook without the type leaves it out. */
    private void add(List<Found> found, String type, Function<Play, List<Found>> finder) {
        Play play = playbook.play(type);
        if (play != null) {
            found.addAll(finder.apply(play));
        }
    }

    private List<Found> monologues(Transcript transcript, Play play) {
        List<Found> found = new ArrayList<>();
        for (TalkMetrics.Monologue run : TalkMetrics.monologues(transcript)) {
            double seconds = run.end() - run.start();
            if (seconds > monologueSeconds && !isCustomer(transcript, run.speaker())) {
                List<Utterance> said = run.utterances().stream()
                        .map(transcript.utterances()::get)
                        .toList();
                String why = String.format(Locale.ROOT, "%s (%.0f s)", play.why(), seconds);
                found.add(new Found(play, play.weight(), said, why));
            }
        }
        return found;
    }

    private List<Found> interruptions(Transcript transcript, Play play) {
        return TalkMetrics.interruptions(transcript).stream()
                .filter(cut -> !isCustomer(transcript, cut.by().speaker()))
                .map(cut -> new Found(
                        play,
                        play.weight(),
                        List.of(cut.of(), cut.by()),
                        String.format(
                                Locale.ROOT,
                                "%s (%.1f s before the other was done)",
                                play.why(),
                                cut.of().end() - cut.by().start())))
                .toList();
    }

    private static List<Found> negative(Transcript transcript, List<Sentiment> sentiments, Play play) {
        List<Found> found = new ArrayList<>();
        for (Utterance said : transcript.utterances()) {
            if (said.index() < sentiments.size() && isCustomer(transcript, said.speaker())) {
                double score = sentiments.get(said.index()).score();
                if (score <= NEGATIVE) {
                    String why = String.format(Locale.ROOT, "%s (sentiment %.2f)", play.why(), score);
                    found.add(new Found(play, Math.min(1, play.weight() - score / 4), List.of(said), why));
                }
            }
        }
        return found;
    }

    private static List<Found> unanswered(Transcript transcript, Play play) {
        List<Found> found = new ArrayList<>();
        for (Utterance said : transcript.utterances()) {
            if (isCustomer(transcript, said.speaker())
                    && Questions.isQuestion(said.text())
                    && !answered(transcript, said)) {
                found.add(new Found(play, play.weight(), List.of(said), play.why()));
            }
        }
        return found;
    }

    private static boolean answered(Transcript transcript, Utterance question) {
        return transcript.utterances().stream()
                .filter(said ->
                        said.index() > question.index() && !said.speaker().equals(question.speaker()))
                .filter(said -> said.start() - question.end() <= ANSWER_WITHIN_SECONDS)
                .anyMatch(said -> said.words().size() >= SUBSTANTIAL_WORDS);
    }

    private static boolean isCustomer(Transcript transcript, String speaker) {
        return transcript.speakers().stream()
                .filter(one -> one.id().equals(speaker))
                .map(Speaker::role)
                .anyMatch("customer"::equals);
    }
}
