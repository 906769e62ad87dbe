package io.earmark.gateway.calls;

import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes subtitles, in lines of 42 characters and two lines at most. */
final class Subtitles {

    private Subtitles() {}

    /**
     * WebVTT (W3C), each cue with its speaker as a voice.
     *
     * @param title a note at the head of the file
     */
    static String vtt(String title, Transcript transcript, SpeakerNames names) {
        StringBuilder file = new StringBuilder("WEBVTT\n\nNOTE\n")
                .append(title.replaceAll("\\s+", " ").replace("-->", "->"))
                .append("\n");
        for (Cue cue : Cues.of(transcript, Map.of())) {
            String text = String.join("\n", SubtitleLines.of(cue.words()));
            file.append('\n')
                    .append(clock(cue.startMillis(), '.'))
                    .append(" --> ")
                    .append(clock(cue.endMillis(), '.'))
                    .append("\n<v ")
                    .append(voice(names.of(cue.speaker())))
                    .append('>')
                    .append(escaped(text))
                    .append("</v>\n");
        }
        return file.toString();
    }

    /** SubRip; a cue names its speaker where another spoke before. */
    static String srt(Transcript transcript, SpeakerNames names) {
        Map<String, String> labels = new HashMap<>();
        for (Speaker speaker : transcript.speakers()) {
            labels.put(speaker.id(), names.of(speaker.id()) + ":");
        }
        StringBuilder file = new StringBuilder();
        String before = "";
        int number = 0;
        for (Cue cue : Cues.of(transcript, labels)) {
            String label = cue.speaker().equals(before) ? "" : labels.getOrDefault(cue.speaker(), "");
            before = cue.speaker();
            file.append(++number)
                    .append('\n')
                    .append(clock(cue.startMillis(), ','))
                    .append(" --> ")
                    .append(clock(cue.endMillis(), ','))
                    .append('\n')
                    .append(withoutTags(String.join("\n", lines(label, cue.words()))))
                    .append("\n\n");
        }
        return file.toString();
    }

    private static List<String> lines(String label, List<String> words) {
        if (label.isEmpty()) {
            return SubtitleLines.of(words);
        }
        List<String> labelled = new ArrayList<>(words);
        labelled.set(0, label + " " + words.get(0));
        return SubtitleLines.of(labelled);
    }

    private static String clock(long millis, char point) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                point,
                millis % 1000);
    }

    /** An escaped ampersand is right in a voice's name, but ffmpeg 5.1 then shows the tag as text. */
    private static String voice(String name) {
        return escaped(name.replaceAll("\\s*&\\s*", " and "));
    }

    /** A name or a term could hold what would be markup. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** SubRip knows no escapes, and players take angle brackets for tags. */
    private static String withoutTags(String text) {
        return text.replace('<', '‹').replace('>', '›');
    }
}
