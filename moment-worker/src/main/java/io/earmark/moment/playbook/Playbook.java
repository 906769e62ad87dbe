package io.earmark.moment.playbook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to look for and what to advise, from a YAML file that people can read and change. */
public final class Playbook {

    private final Map<String, Play> plays;

    Playbook(Map<String, Play> plays) {
        this.plays = Collections.unmodifiableMap(new LinkedHashMap<>(plays));
    }

    /** The one that travels with Earmark. */
    public static Playbook bundled() throws IOException {
        try (InputStream yaml = Playbook.class.getResourceAsStream("/playbook.yml")) {
            if (yaml == null) {
                throw new IllegalStateException("playbook.yml is missing from this build.");
            }
            return new PlaybookReader("playbook.yml").read(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** @throws IllegalStateException if the file is broken, naming the file, the line and what is wrong */
    public static Playbook read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalStateException(
                    "earmark.moment.playbook names " + file + ", which is no file that can be read.");
        }
        try {
            return new PlaybookReader(file.toString()).read(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new IllegalStateException(file + " is not text in UTF-8.", e);
        }
    }

    Collection<Play> plays() {
        return plays.values();
    }

    @Nullable
    Play play(String type) {
        return plays.get(type);
    }
}
