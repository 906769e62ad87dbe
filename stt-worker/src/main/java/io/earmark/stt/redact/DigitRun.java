package io.earmark.stt.redact;

import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A number that is read out, with what comes between its parts when people read to each other: "four one five, uh, okay,
 * five five five".
 *
 * @param digits  in figures, with those that are words in their sound only
 * @param sure    how many of them are digits without doubt
 * @param singles how many of them were said one by one: "thirty forty fifty" is no telephone number
 * @param from    index of its first word
 * @param to      index after its last word
 */
record DigitRun(String digits, int sure, int singles, int from, int to) {

    /** Said between the parts of a number without ending it. */
    private static final Set<String> BETWEEN = Set.of(
            "um", "uh", "uhm", "er", "erm", "hmm", "mm", "mhm", "huh", "ah", "okay", "ok", "yeah", "yes", "yep",
            "right", "sure", "and", "then", "so", "next", "dash", "hyphen", "space", "got", "it", "is", "that's", "go",
            "ahead");

    private static final int MOST_BETWEEN = 5;
    private static final double LONGEST_PAUSE_SECONDS = 8;

    /** All that are in the words of one channel, in order. */
    static List<DigitRun> in(List<Word> said, List<String> words) {
        List<DigitRun> runs = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            DigitRun run = at(said, words, at);
            if (run.digits().isEmpty()) {
                at++;
            } else {
                runs.add(run);
                at = run.to();
            }
        }
        return runs;
    }

    private static DigitRun at(List<Word> said, List<String> words, int from) {
        StringBuilder digits = new StringBuilder();
        int sure = 0;
        int singles = 0;
        int to = from;
        int next = from;
        DigitGroup group = DigitGroup.at(words, next);
        while (group != null) {
            digits.append(group.digits());
            sure += group.sure() ? group.digits().length() : 0;
            singles += group.single() && group.sure() ? group.digits().length() : 0;
            to = next + group.words();
            next = afterPause(said, words, to);
            group = next < 0 ? null : DigitGroup.at(words, next);
        }
        return new DigitRun(digits.toString(), sure, singles, from, to);
    }

    /** Where the number may go on; -1 if it has ended. */
    private static int afterPause(List<Word> said, List<String> words, int to) {
        int next = to;
        while (next < words.size() && next - to < MOST_BETWEEN && BETWEEN.contains(words.get(next))) {
            next++;
        }
        boolean over = next >= words.size()
                || said.get(next).start() - said.get(to - 1).end() > LONGEST_PAUSE_SECONDS;
        return over ? -1 : next;
    }

    int length() {
        return digits.length();
    }

    /** Most of it was said digit by digit. */
    boolean spelled() {
        return singles >= 3;
    }
}
