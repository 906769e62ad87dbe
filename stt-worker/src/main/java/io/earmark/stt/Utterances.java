package io.earmark.stt;

import io.earmark.call.Speaker;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Cuts each channel's words at pauses and puts all channels' utterances on one clock. */
final class Utterances {

    private final double pauseSeconds;
    private final List<Utterance> cut = new ArrayList<>();

    Utterances(double pauseSeconds) {
        this.pauseSeconds = pauseSeconds;
    }

    void add(Speaker speaker, List<Word> words) {
        List<Word> run = new ArrayList<>();
        for (Word word : words) {
            if (!run.isEmpty() && word.start() - run.get(run.size() - 1).end() >= pauseSeconds) {
                cut.add(utterance(speaker, run));
                run = new ArrayList<>();
            }
            run.add(word);
        }
        if (!run.isEmpty()) {
            cut.add(utterance(speaker, run));
        }
    }

    private static Utterance utterance(Speaker speaker, List<Word> words) {
        String text = words.stream().map(Word::text).collect(Collectors.joining(" "));
        double confidence =
                words.stream().mapToDouble(Word::confidence).average().orElse(0);
        double start = words.get(0).start();
        double end = words.get(words.size() - 1).end();
        return new Utterance(0, speaker.id(), speaker.channel(), start, end, text, confidence, List.copyOf(words));
    }

    /** In order of start, numbered from 0. */
    List<Utterance> inOrder() {
        cut.sort(Comparator.comparingDouble(Utterance::start).thenComparingInt(Utterance::channel));
        List<Utterance> numbered = new ArrayList<>(cut.size());
        for (Utterance one : cut) {
            numbered.add(new Utterance(
                    numbered.size(),
                    one.speaker(),
                    one.channel(),
                    one.start(),
                    one.end(),
                    one.text(),
                    one.confidence(),
                    one.words()));
        }
        return numbered;
    }
}
