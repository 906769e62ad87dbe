package de.dfki.lt.tools.tokenizer.annotate;

import java.text.CharacterIterator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Text with marked runs, by key: each run from its start to its limit, runs of one key not overlapping. */
public final class FastAnnotatedString implements AnnotatedString {

    private record Run(int start, int limit, Object value) {}

    private final String text;
    private final Map<String, TreeMap<Integer, Run>> runs = new HashMap<>();
    private int index;

    public FastAnnotatedString(String text) {
        this.text = text;
    }

    public void annotate(String key, Object value, int start, int limit) {
        runs.computeIfAbsent(key, k -> new TreeMap<>()).put(start, new Run(start, limit, value));
    }

    @Override
    public char setIndex(int newIndex) {
        index = newIndex;
        return newIndex < text.length() ? text.charAt(newIndex) : CharacterIterator.DONE;
    }

    /** The run at the index, or the unmarked stretch between its neighbours. */
    private Run here(String key) {
        TreeMap<Integer, Run> marked = runs.getOrDefault(key, new TreeMap<>());
        Map.Entry<Integer, Run> before = marked.floorEntry(index);
        if (before != null && index < before.getValue().limit()) {
            return before.getValue();
        }
        Integer next = marked.higherKey(index);
        return new Run(before == null ? 0 : before.getValue().limit(), next == null ? text.length() : next, null);
    }

    @Override
    public int getRunStart(String key) {
        return here(key).start();
    }

    @Override
    public int getRunLimit(String key) {
        return here(key).limit();
    }

    @Override
    public Object getAnnotation(String key) {
        return here(key).value();
    }

    @Override
    public String substring(int start, int end) {
        return text.substring(start, end);
    }
}
