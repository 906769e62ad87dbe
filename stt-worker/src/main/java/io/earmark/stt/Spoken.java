package io.earmark.stt;

import io.earmark.call.Word;
import io.earmark.stt.voice.VoicePrint;
import java.util.List;

/**
 * What was recognised in a stretch of sound, in order.
 *
 * @param prints of the voices that said it; empty unless they were asked for and the engine has a speaker model
 */
public record Spoken(List<Word> words, List<VoicePrint> prints) {

    static final Spoken NOTHING = new Spoken(List.of(), List.of());

    /** The same, so many seconds later. */
    Spoken after(double seconds) {
        return new Spoken(
                words.stream()
                        .map(word ->
                                new Word(word.text(), word.start() + seconds, word.end() + seconds, word.confidence()))
                        .toList(),
                prints.stream().map(print -> print.after(seconds)).toList());
    }
}
