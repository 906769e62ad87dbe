package io.earmark.moment.playbook;

import io.earmark.call.Sentiment;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.moment.english.Clauses;
import io.earmark.moment.english.Words;
import io.earmark.moment.metrics.Questions;
import io.earmark.moment.metrics.TalkMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Moments that no phrase makes: who held the floor, who cut in, what was left open. */
final class TalkPatterns {

    private static final double NEGATIVE = -0.4;
    private static final double ANSWER_WITHIN_SECONDS = 10;

    /** In a call with less than this in it nobody had the time to agree on anything. */
    private static final int WORDS_OF_A_CALL = 40;

    /** Less than this is "yes", "mm" or "okay great": it encourages, and cuts nobody off. */
    private static final int WORDS_THAT_CUT_IN = 3;

    /** They show that one listens, and answer nothing. */
    private static final Set<String> BACKCHANNELS =
            Set.of("okay", "ok", "mm", "mhm", "hmm", "hm", "uh", "huh", "um", "er", "ah", "oh", "well", "so", "right");

    private final Playbook playbook;
    private final double monologueSeconds;

    TalkPatterns(Playbook playbook, double monologueSeconds) {
        this.playbook = playbook;
        this.monologueSeconds = monologueSeconds;
    }

    List<Found> find(Transcript transcript, Roles roles, List<Sentiment> sentiments, boolean nextStep) {
        List<Found> found = new ArrayList<>();
        add(found, "long_monologue", play -> monologues(transcript, roles, play));
        add(found, "interruption", play -> interruptions(transcript, roles, play));
        add(found, "customer_negative", play -> negative(transcript, roles, sentiments, play));
        add(found, "unanswered_question", play -> unanswered(transcript, roles, play));
        add(found, "next_step_missing", play -> nextStep ? List.of() : withoutNextStep(transcript, play));
        return found;
    }

    /** A playbook without the type leaves it out. */
    private void add(List<Found> found, String type, Function<Play, List<Found>> finder) {
        Play play = playbook.play(type);
        if (play != null) {
            found.addAll(finder.apply(play));
        }
    }

    private static List<Found> withoutNextStep(Transcript transcript, Play play) {
        List<Utterance> all = transcript.utterances();
        int words = all.stream().mapToInt(said -> said.words().size()).sum();
        return words < WORDS_OF_A_CALL
                ? List.of()
                : List.of(new Found(play, play.weight(), List.of(all.get(all.size() - 1)), play.why()));
    }

    /** Where one alone speaks, or nobody knows who is who, there is no floor to give up. */
    private List<Found> monologues(Transcript transcript, Roles roles, Play play) {
        boolean listener = transcript.utterances().stream().anyMatch(roles::isCustomer);
        List<Found> found = new ArrayList<>();
        for (TalkMetrics.Monologue run : TalkMetrics.monologues(transcript)) {
            List<Utterance> said =
                    run.utterances().stream().map(transcript.utterances()::get).toList();
            double seconds = run.end() - run.start();
            if (listener && seconds > monologueSeconds && roles.isAgent(said.get(0))) {
                String why = String.format(Locale.ROOT, "%s (%.0f s)", play.why(), seconds);
                found.add(new Found(play, play.weight(), said, why));
            }
        }
        return found;
    }

    private static List<Found> interruptions(Transcript transcript, Roles roles, Play play) {
        return TalkMetrics.interruptions(transcript).stream()
                .filter(cut -> roles.isAgent(cut.by()) && roles.isCustomer(cut.of()))
                .filter(cut -> cut.by().words().size() >= WORDS_THAT_CUT_IN)
                .map(cut -> new Found(
                        play,
                        play.weight(),
                        List.of(cut.of(), cut.by()),
                        String.format(
                                Locale.ROOT,
                                "%s (%.1f s before they were done)",
                                play.why(),
                                cut.of().end() - cut.by().start())))
                .toList();
    }

    private static List<Found> negative(Transcript transcript, Roles roles, List<Sentiment> sentiments, Play play) {
        List<Found> found = new ArrayList<>();
        for (Utterance said : transcript.utterances()) {
            if (said.index() < sentiments.size() && roles.may(said, play)) {
                double score = sentiments.get(said.index()).score();
                if (score <= NEGATIVE) {
                    String why = String.format(Locale.ROOT, "%s (sentiment %.2f)", play.why(), score);
                    found.add(new Found(play, Math.min(1, play.weight() - score / 4), List.of(said), why)
                            .guessed(roles.isGuess(said, play)));
                }
            }
        }
        return found;
    }

    private static List<Found> unanswered(Transcript transcript, Roles roles, Play play) {
        List<Found> found = new ArrayList<>();
        for (Utterance said : transcript.utterances()) {
            boolean open = roles.isCustomer(said) && endsInQuestion(said) && !answered(transcript, said);
            if (open) {
                found.add(new Found(play, play.weight(), List.of(said), play.why()));
            }
        }
        return found;
    }

    /** Who asks in passing and talks on does not wait for an answer. */
    private static boolean endsInQuestion(Utterance said) {
        List<String> clauses = Clauses.of(said);
        return !clauses.isEmpty() && Questions.isQuestion(clauses.get(clauses.size() - 1));
    }

    private static boolean answered(Transcript transcript, Utterance question) {
        List<Utterance> all = transcript.utterances();
        for (int next = question.index() + 1; next < all.size(); next++) {
            Utterance said = all.get(next);
            if (said.start() - question.end() > ANSWER_WITHIN_SECONDS) {
                return false;
            }
            boolean answers =
                    !said.speaker().equals(question.speaker()) && !BACKCHANNELS.containsAll(Words.of(said.text()));
            if (answers) {
                return true;
            }
        }
        return false;
    }
}
