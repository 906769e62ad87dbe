package io.earmark.stt;

import java.util.ArrayList;
import java.util.List;

/**
 * The diarization error rate of NIST's Rich Transcription evaluations: missed speech, false alarms and speech given to the
 * wrong speaker, over all speech of all speakers; what lies within 0.25 s of where somebody begins or ends is not scored,
 * overlapping speech is. The speakers found are mapped to the real ones in the way that gives the least.
 */
final class DiarizationErrors {

    private static final double STEP = 0.01;
    private static final double COLLAR = 0.25;

    /** Somebody speaks, in seconds. */
    record Span(int speaker, double start, double end) {}

    private DiarizationErrors() {}

    static double rate(List<Span> real, List<Span> found) {
        int realSpeakers = 1 + real.stream().mapToInt(Span::speaker).max().orElse(0);
        int foundSpeakers = 1 + found.stream().mapToInt(Span::speaker).max().orElse(0);
        double end = Math.max(end(real), end(found));
        long[][] together = new long[realSpeakers][foundSpeakers];
        long speech = 0;
        long covered = 0;
        for (double at = STEP / 2; at < end; at += STEP) {
            if (nearAnEdge(real, at)) {
                continue;
            }
            boolean[] speaks = speaking(real, realSpeakers, at);
            boolean[] heard = speaking(found, foundSpeakers, at);
            int one = count(speaks);
            speech += one;
            covered += Math.max(one, count(heard));
            for (int i = 0; i < realSpeakers; i++) {
                for (int j = 0; j < foundSpeakers; j++) {
                    together[i][j] += speaks[i] && heard[j] ? 1 : 0;
                }
            }
        }
        return (covered - mostRight(together, 0, new ArrayList<>())) / (double) speech;
    }

    /** Over all ways to give each real speaker another one of those found, or none. */
    private static long mostRight(long[][] together, int real, List<Integer> taken) {
        if (real == together.length) {
            return 0;
        }
        long most = mostRight(together, real + 1, taken);
        for (int found = 0; found < together[real].length; found++) {
            if (!taken.contains(found)) {
                List<Integer> more = new ArrayList<>(taken);
                more.add(found);
                most = Math.max(most, together[real][found] + mostRight(together, real + 1, more));
            }
        }
        return most;
    }

    private static double end(List<Span> spans) {
        return spans.stream().mapToDouble(Span::end).max().orElse(0);
    }

    private static boolean nearAnEdge(List<Span> real, double at) {
        return real.stream()
                .anyMatch(span -> Math.abs(span.start() - at) < COLLAR || Math.abs(span.end() - at) < COLLAR);
    }

    private static boolean[] speaking(List<Span> spans, int speakers, double at) {
        boolean[] speaking = new boolean[speakers];
        spans.stream()
                .filter(span -> span.start() <= at && at < span.end())
                .forEach(span -> speaking[span.speaker()] = true);
        return speaking;
    }

    private static int count(boolean[] speaking) {
        int count = 0;
        for (boolean one : speaking) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
