package io.earmark.stt.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names and terms that a call may hold, as they are written.
 *
 * @param terms each once
 */
record Vocabulary(List<Term> terms) {

    /**
     * @param written as people write it: {@code HubSpot}, {@code Jordan Lee}, {@code AT&T}
     * @param words   what becomes of it among the words of a transcript: lower case, parted at spaces
     * @param spoken  ways to say it, each as words with single spaces between them: "hub spot", "hubspot"
     */
    record Term(String written, List<String> words, List<String> spoken) {

        /** Its letters without the spaces. */
        String letters() {
            return String.join("", words).replaceAll("[^\\p{L}\\p{N}]", "");
        }
    }

    static Vocabulary of(Collection<String> written) {
        return new Vocabulary(written.stream()
                .map(String::strip)
                .filter(term -> !term.isEmpty())
                .distinct()
                .map(Vocabulary::term)
                .toList());
    }

    private static Term term(String written) {
        String plain = written.replace("&", " and ").replaceAll("\\s+", " ").strip();
        // A hump or a change from letters to digits begins a word: HubSpot, G2.
        String parted = plain.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})", " ");
        List<String> spoken = new ArrayList<>(List.of(lower(plain), lower(parted)));
        String letters = plain.replace(".", "");
        if (letters.matches("\\p{Lu}{2,5}")) {
            spoken.add(lower(letters).chars().mapToObj(Character::toString).collect(Collectors.joining(" ")));
        }
        return new Term(
                written,
                List.of(lower(plain).split(" ")),
                spoken.stream().distinct().toList());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}' ]", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Written forms by how the words of a transcript have them. */
    Map<String, String> written() {
        Map<String, String> written = new LinkedHashMap<>();
        for (Term term : terms) {
            written.put(String.join(" ", term.words()), term.written());
            term.spoken().forEach(spoken -> written.putIfAbsent(spoken, term.written()));
        }
        return written;
    }
}
