package io.earmark.stt;

import io.earmark.call.CallMetadata;
import io.earmark.call.Redacted.Mask;
import io.earmark.call.Speaker;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import io.earmark.stt.redact.MaskedCall;
import io.earmark.stt.voice.Diarizer;
import io.earmark.work.JobContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the words to speakers: by channel, or by voice where all of them are on one. What must not be read is masked before
 * anybody looks at it.
 *
 * @param utterances in order
 * @param masks      what was masked in them
 */
record Attribution(List<Speaker> speakers, List<Utterance> utterances, List<Mask> masks) {

    static Attribution of(Heard heard, JobContext job, CallMetadata metadata, Diarizer diarizer, double pauseSeconds)
            throws InterruptedException {
        Utterances utterances = new Utterances(pauseSeconds);
        List<Speaker> speakers = heard.channels().size() == 1
                ? byVoice(heard, new OneChannel(diarizer, job, metadata).speakers(heard), metadata, utterances)
                : byChannel(heard, metadata, utterances);
        MaskedCall said = MaskedCall.of(utterances.inOrder(), metadata.sensitive());
        boolean told = !metadata.channels().isEmpty() && !heard.twins();
        List<Speaker> settled = new Roles(job, metadata, told).settle(speakers, said.utterances());
        return new Attribution(settled, said.utterances(), said.masks());
    }

    private static List<Speaker> byChannel(Heard heard, CallMetadata metadata, Utterances utterances) {
        List<Speaker> speakers = new ArrayList<>();
        for (Heard.Channel channel : heard.channels()) {
            Speaker speaker =
                    new Speaker("S" + (channel.number() + 1), metadata.roleOf(channel.number()), channel.number());
            speakers.add(speaker);
            utterances.add(speaker, channel.words());
        }
        return speakers;
    }

    /** @param voices for each word its speaker, from 0 in the order in which they first speak */
    private static List<Speaker> byVoice(
            Heard heard, List<Integer> voices, CallMetadata metadata, Utterances utterances) {
        int number = 1 + voices.stream().mapToInt(Integer::intValue).max().orElse(0);
        boolean told = !metadata.channels().isEmpty() && !heard.twins();
        List<Speaker> speakers = new ArrayList<>();
        for (int voice = 0; voice < number; voice++) {
            String role = number == 1 && !told ? "speaker" : metadata.roleOf(voice);
            speakers.add(new Speaker("S" + (voice + 1), role, 0));
        }
        List<Word> words = heard.channels().get(0).words();
        for (int from = 0, to = 1; to <= words.size(); to++) {
            if (to == words.size() || !voices.get(to).equals(voices.get(from))) {
                utterances.add(speakers.get(voices.get(from)), words.subList(from, to));
                from = to;
            }
        }
        return speakers;
    }
}
