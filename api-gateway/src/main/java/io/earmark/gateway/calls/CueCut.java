package io.earmark.gateway.calls;

import io.earmark.call.Token;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts one utterance into subtitles: of all ways to do it the one with the least badness in sum, found by dynamic
 * programming as Knuth and Plass do it for lines of a paragraph ("Breaking paragraphs into lines", 1981). Bad are many
 * subtitles, a cut in mid-clause, and one that goes by too fast to be read.
 */
final class CueCut {

    static final long LONGEST_MILLIS = 7_000;

    private static final double COMFORTABLE_SECONDS = 1.2;
    private static final double READ_PER_SECOND = 20;
    private static final double PAUSE_SECONDS = 0.2;

    private record Piece(String text, double start, double end) {}

    private final Utterance said;
    private final String name;
    private final List<Piece> pieces = new ArrayList<>();

    /** @param name shown before the words; empty if it takes no room */
    CueCut(Utterance said, String name) {
        this.said = said;
        this.name = name;
        if (said.tokens().isEmpty()) {
            for (Word word : said.words()) {
                add(word.text(), word.start(), word.end());
            }
        }
        for (Token token : said.tokens()) {
            add(token.text(), token.start(), token.end());
        }
    }

    /** What fits in no line, or is a phrase of several words, is taken apart; its parts share its times. */
    private void add(String text, double start, double end) {
        int room = SubtitleLines.WIDTH - name.length() - 1;
        for (String word : text.strip().split("\\s+")) {
            for (int from = 0; from < word.length(); from += room) {
                pieces.add(new Piece(word.substring(from, Math.min(word.length(), from + room)), start, end));
            }
        }
    }

    List<Cue> cues() {
        int count = pieces.size();
        double[] badness = new double[count + 1];
        int[] begin = new int[count + 1];
        Arrays.fill(badness, 1, count + 1, Double.MAX_VALUE);
        for (int to = 1; to <= count; to++) {
            for (int from = to - 1; from >= 0 && fits(from, to); from--) {
                double sum = badness[from] + badness(from, to);
                if (sum < badness[to]) {
                    badness[to] = sum;
                    begin[to] = from;
                }
            }
        }
        List<Cue> cues = new ArrayList<>();
        for (int to = count; to > 0; to = begin[to]) {
            cues.add(0, cue(begin[to], to));
        }
        return cues;
    }

    private boolean fits(int from, int to) {
        if (to - from == 1) {
            return true;
        }
        double seconds = pieces.get(to - 1).end() - pieces.get(from).start();
        return seconds * 1000 <= LONGEST_MILLIS && !lines(from, to).isEmpty();
    }

    private List<String> lines(int from, int to) {
        List<String> words = new ArrayList<>(words(from, to));
        if (!name.isEmpty()) {
            words.set(0, name + " " + words.get(0));
        }
        return SubtitleLines.of(words);
    }

    private double badness(int from, int to) {
        boolean last = to == pieces.size();
        double seconds = (last ? pieces.get(to - 1).end() : pieces.get(to).start())
                - pieces.get(from).start();
        int letters = String.join(" ", words(from, to)).length();
        double hurried = Math.max(0, letters / READ_PER_SECOND / Math.max(0.1, seconds) - 1);
        return 1 + (last ? 0 : cutBadness(to)) + Math.max(0, COMFORTABLE_SECONDS - seconds) + Math.min(2, hurried) / 2;
    }

    /** Of a cut before a piece. */
    private double cutBadness(int piece) {
        Piece before = pieces.get(piece - 1);
        char ending = before.text().charAt(before.text().length() - 1);
        double pause = pieces.get(piece).start() - before.end();
        if (".?!".indexOf(ending) >= 0) {
            return 0;
        }
        return ",;:".indexOf(ending) >= 0 || pause >= PAUSE_SECONDS ? 0.4 : 1;
    }

    private Cue cue(int from, int to) {
        long start = Math.round(pieces.get(from).start() * 1000);
        long end = Math.round(pieces.get(to - 1).end() * 1000);
        return new Cue(said.speaker(), start, Math.max(start, end), words(from, to));
    }

    private List<String> words(int from, int to) {
        return pieces.subList(from, to).stream().map(Piece::text).toList();
    }
}
