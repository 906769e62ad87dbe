package io.earmark.stt.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The bundled list of what is written otherwise than it is said.
 *
 * @param phrases  set phrases, which go before numbers: "twenty four seven"
 * @param words    names and acronyms
 * @param acronyms in lower case
 */
record KnownForms(Map<String, String> phrases, Map<String, String> words, Set<String> acronyms) {

    private static final String RESOURCE = "/text/written-forms.txt";

    static KnownForms read() {
        Map<String, String> phrases = new HashMap<>();
        Map<String, String> words = new HashMap<>();
        Set<String> acronyms = new HashSet<>();
        try (InputStream file = KnownForms.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this build");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            for (String line : lines.lines().filter(KnownForms::says).toList()) {
                int colon = line.indexOf(':');
                String kind = line.substring(0, colon);
                for (String entry : line.substring(colon + 1).split(",")) {
                    add(kind, entry.strip(), phrases, words, acronyms);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KnownForms(phrases, words, acronyms);
    }

    private static boolean says(String line) {
        return !line.isBlank() && !line.startsWith("#");
    }

    private static void add(
            String kind, String entry, Map<String, String> phrases, Map<String, String> words, Set<String> acronyms) {
        switch (kind) {
            case "phrase" -> {
                String[] sides = entry.split("=", 2);
                phrases.put(sides[0].strip(), sides[1].strip());
            }
            case "acronym" -> {
                words.put(entry.toLowerCase(Locale.ROOT), entry);
                acronyms.add(entry.toLowerCase(Locale.ROOT));
            }
            case "name" -> words.put(entry.toLowerCase(Locale.ROOT), entry);
            default -> throw new IllegalStateException(RESOURCE + " has a line of the unknown kind '" + kind + "'");
        }
    }
}
