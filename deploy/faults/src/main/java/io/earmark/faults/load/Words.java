package io.earmark.faults.load;

import java.util.List;

/** Compares what was said with what was heard. */
final class Words {

    private Words() {}

    /** Substitutions, deletions and insertions (Levenshtein distance on words) over the words said. */
    static double errorRate(List<String> said, List<String> heard) {
        int[] above = new int[heard.size() + 1];
        for (int j = 0; j <= heard.size(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= said.size(); i++) {
            int[] row = new int[heard.size() + 1];
            row[0] = i;
            for (int j = 1; j <= heard.size(); j++) {
                int kept = above[j - 1] + (said.get(i - 1).equals(heard.get(j - 1)) ? 0 : 1);
                row[j] = Math.min(kept, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[heard.size()] / (double) said.size();
    }
}
