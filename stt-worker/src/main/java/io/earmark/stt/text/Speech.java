package io.earmark.stt.text;

import java.util.List;

/** The words of an utterance, to be looked at from any place: beyond its ends there are empty words. */
record Speech(List<String> words) {

    String at(int index) {
        return index < 0 || index >= words.size() ? "" : words.get(index);
    }

    boolean is(int index, String word) {
        return at(index).equals(word);
    }

    int size() {
        return words.size();
    }
}
