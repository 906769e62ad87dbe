package io.earmark.stt;

import io.earmark.call.Word;
import io.earmark.stt.voice.VoicePrint;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * What was recognised in a stretch of sound, in order.
 *
 * @param prints of the voices that said it; empty unless they were asked for and the engine has a speaker model
 */
public record Spoken(List<Word> words, List<VoicePrint> prints) {

    static final Spoken NOTHING = new Spoken(List.of(), List.of());

    /** The same, so many seconds later. */
    Spoken after(double seconds) {
        return at(time -> time + seconds);
    }

    /** The same by another clock, which never goes back. */
    Spoken at(DoubleUnaryOperator clock) {
        return new Spoken(
                words.stream()
                        .map(word -> new Word(
                                word.text(),
                                clock.applyAsDouble(word.start()),
                                clock.applyAsDouble(word.end()),
                                word.confidence()))
                        .toList(),
                prints.stream()
                        .map(print -> print.at(clock.applyAsDouble(print.start()), clock.applyAsDouble(print.end())))
                        .toList());
    }
}
