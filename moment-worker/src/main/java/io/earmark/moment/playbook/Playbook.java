package io.earmark.moment.playbook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** What to look for and what to advise, from a YAML file that people can read and change. */
public final class Playbook {

    private static final Set<String> SPEAKERS = Set.of("agent", "customer", "any");

    /**
     * One type of moment.
     *
     * @param by         who may say it: {@code agent}, {@code customer} or {@code any}
     * @param phrases    that make it; empty for types that the talk's own pattern makes
     * @param weight     score of a match, 0 to 1
     */
    record Play(String type, String by, List<Phrase> phrases, double weight, String why, String suggestion) {}

    private final Map<String, Play> plays;

    private Playbook(Map<String, Play> plays) {
        this.plays = plays;
    }

    public static Playbook bundled() throws IOException {
        try (InputStream yaml = Playbook.class.getResourceAsStream("/playbook.yml")) {
            if (yaml == null) {
                throw new IllegalStateException("playbook.yml is missing from this build.");
            }
            return parse(
                    "the bundled playbook", new String(yaml.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** @throws IllegalStateException if the file is broken, saying where */
    public static Playbook read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalStateException("earmark.moment.playbook names " + file + ", which cannot be read.");
        }
        return parse(file.toString(), Files.readString(file));
    }

    private static Playbook parse(String name, String text) {
        Object read;
        try {
            read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        } catch (YAMLException e) {
            throw new IllegalStateException(name + " is not YAML: " + e.getMessage(), e);
        }
        if (!(read instanceof Map<?, ?> map) || !(map.get("moments") instanceof List<?> entries)) {
            throw new IllegalStateException(name + " must hold a list 'moments'.");
        }
        Map<String, Play> plays = new java.util.LinkedHashMap<>();
        for (Object entry : entries) {
            Play play = play(name + ", entry " + (plays.size() + 1), entry);
            plays.put(play.type(), play);
        }
        return new Playbook(plays);
    }

    private static Play play(String where, Object entry) {
        if (!(entry instanceof Map<?, ?> fields)) {
            throw new IllegalStateException(where + " must be an object with type, by, weight, why and suggestion.");
        }
        String by = text(where, fields, "by");
        if (!SPEAKERS.contains(by)) {
            throw new IllegalStateException(where + ": by must be agent, customer or any, not '" + by + "'.");
        }
        if (!(fields.get("weight") instanceof Number weight) || weight.doubleValue() < 0 || weight.doubleValue() > 1) {
            throw new IllegalStateException(where + ": weight must be a number from 0 to 1.");
        }
        List<Phrase> phrases = new ArrayList<>();
        if (fields.get("phrases") instanceof List<?> given) {
            given.forEach(phrase -> phrases.add(Phrase.of(String.valueOf(phrase))));
        }
        return new Play(
                text(where, fields, "type"),
                by,
                phrases,
                weight.doubleValue(),
                text(where, fields, "why"),
                text(where, fields, "suggestion"));
    }

    private static String text(String where, Map<?, ?> fields, String name) {
        if (!(fields.get(name) instanceof String text) || text.isBlank()) {
            throw new IllegalStateException(where + ": " + name + " is missing or no text.");
        }
        return text;
    }

    Iterable<Play> plays() {
        return plays.values();
    }

    @Nullable
    Play play(String type) {
        return plays.get(type);
    }
}
