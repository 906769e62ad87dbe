package io.earmark.gateway.calls;

import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import java.util.Locale;

/** A transcript to read or to paste: a paragraph for each turn, with its time and speaker. */
final class PlainText {

    private PlainText() {}

    static String of(Transcript transcript, SpeakerNames names) {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (Utterance said : transcript.utterances()) {
            if (!said.speaker().equals(before)) {
                text.append(text.isEmpty() ? "" : "\n\n")
                        .append('[')
                        .append(clock((long) said.start()))
                        .append("] ")
                        .append(names.of(said.speaker()))
                        .append(':');
                before = said.speaker();
            }
            text.append(' ').append(said.display());
        }
        return text.isEmpty() ? "" : text.append('\n').toString();
    }

    private static String clock(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
