package io.earmark.stt;

import io.earmark.call.Word;
import io.earmark.stt.voice.VoiceFeatures;
import java.util.ArrayList;
import java.util.List;

/**
 * What was heard in a recording.
 *
 * @param channels  one for each that was recognised
 * @param seconds   of sound that were decoded
 * @param twins     whether two channels carried the same sound, and so one was recognised for both
 * @param voices    what the channel sounded like, if there is but one; else empty
 * @param complaint of the decoder; empty without
 */
record Heard(List<Channel> channels, double seconds, boolean twins, VoiceFeatures voices, String complaint) {

    /** @param silent whether there was no sound on it */
    record Channel(int number, List<Word> words, boolean silent) {}

    /**
     * A recogniser's times may step back by a little between two results: no word begins before the one before it ended,
     * and none ends after the recording.
     */
    static List<Word> onTheClock(List<Word> words, double seconds) {
        List<Word> ordered = new ArrayList<>(words.size());
        double floor = 0;
        for (Word word : words) {
            double start = Math.min(seconds, Math.max(word.start(), floor));
            double end = Math.min(seconds, Math.max(word.end(), start));
            ordered.add(new Word(word.text(), start, end, word.confidence()));
            floor = end;
        }
        return ordered;
    }
}
