package io.earmark.moment.playbook;

import io.earmark.call.Moment;
import io.earmark.call.Utterance;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A moment before it has its number.
 *
 * @param utterances the evidence, not empty; the last one's speaker made it
 */
record Found(Play play, double score, List<Utterance> utterances, String why) {

    /** Two with the same are one moment. */
    String place() {
        return play.type() + "@" + utterances.get(0).index();
    }

    double start() {
        return utterances.get(0).start();
    }

    /** Says so if nobody knows who spoke. */
    Found guessed(boolean guess) {
        return guess ? new Found(play, score, utterances, why + "; who spoke is not known") : this;
    }

    Moment moment(String id) {
        Utterance last = utterances.get(utterances.size() - 1);
        return new Moment(
                id,
                play.type(),
                Math.round(score * 100) / 100.0,
                last.speaker(),
                start(),
                utterances.stream().mapToDouble(Utterance::end).max().orElse(last.end()),
                utterances.stream().map(Utterance::text).collect(Collectors.joining(" / ")),
                utterances.stream().map(Utterance::index).toList(),
                why,
                play.suggestion());
    }
}
