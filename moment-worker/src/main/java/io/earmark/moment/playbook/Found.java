package io.earmark.moment.playbook;

import io.earmark.call.Moment;
import io.earmark.call.Utterance;
import io.earmark.moment.playbook.Playbook.Play;
import java.util.List;
import java.util.stream.Collectors;

/** A moment before it has its number. @param utterances the evidence, not empty; the last one's speaker made it */
record Found(Play play, double score, List<Utterance> utterances, String why) {

    Moment moment(String id) {
        Utterance last = utterances.get(utterances.size() - 1);
        return new Moment(
                id,
                play.type(),
                Math.round(score * 100) / 100.0,
                last.speaker(),
                utterances.get(0).start(),
                utterances.stream().mapToDouble(Utterance::end).max().orElse(last.end()),
                utterances.stream().map(Utterance::text).collect(Collectors.joining(" / ")),
                utterances.stream().map(Utterance::index).toList(),
                why,
                play.suggestion());
    }
}
