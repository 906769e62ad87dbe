package io.earmark.gateway.calls;

import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a transcript into subtitles at the times of its words. A speaker's subtitles never overlap; those of two speakers
 * do where they spoke at the same time.
 */
final class Cues {

    private static final long SHORTEST_MILLIS = 1_000;
    /** As many characters as people read in a second. */
    private static final double READ_PER_SECOND = 20;

    private Cues() {}

    /**
     * In order of start.
     *
     * @param names whose names are to fit in as well; with none of them the words alone must
     */
    static List<Cue> of(Transcript transcript, Map<String, String> names) {
        List<Cue> cues = new ArrayList<>();
        for (Utterance said : transcript.utterances()) {
            cues.addAll(new CueCut(said, names.getOrDefault(said.speaker(), "")).cues());
        }
        cues.sort(Comparator.comparingLong(Cue::startMillis));
        return lasting(cues, Math.round(transcript.durationSeconds() * 1000));
    }

    /** Each stays until it is read, but not into the speaker's next one, nor beyond the recording. */
    private static List<Cue> lasting(List<Cue> cues, long recordingMillis) {
        List<Cue> lasting = new ArrayList<>(cues.size());
        Map<String, Long> floor = new HashMap<>();
        for (int i = 0; i < cues.size(); i++) {
            Cue cue = cues.get(i);
            // Where words share an instant a subtitle is put off by a millisecond: it must last.
            long start = Math.max(cue.startMillis(), floor.getOrDefault(cue.speaker(), 0L));
            long read = Math.min(start + readingMillis(cue), recordingMillis);
            long end = Math.max(start + 1, Math.min(Math.max(cue.endMillis(), read), next(cues, i)));
            lasting.add(new Cue(cue.speaker(), start, end, cue.words()));
            floor.put(cue.speaker(), end);
        }
        lasting.sort(Comparator.comparingLong(Cue::startMillis));
        return lasting;
    }

    private static long readingMillis(Cue cue) {
        int letters = String.join(" ", cue.words()).length();
        long read = Math.round(letters / READ_PER_SECOND * 1000);
        return Math.min(CueCut.LONGEST_MILLIS, Math.max(SHORTEST_MILLIS, read));
    }

    /** When the same speaker's next one begins. */
    private static long next(List<Cue> cues, int cue) {
        return cues.subList(cue + 1, cues.size()).stream()
                .filter(later -> later.speaker().equals(cues.get(cue).speaker()))
                .mapToLong(Cue::startMillis)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
