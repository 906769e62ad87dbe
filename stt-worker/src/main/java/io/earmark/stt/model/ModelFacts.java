package io.earmark.stt.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model by its name, from the bundled catalogue. What it says of the accuracy of those that are to be fetched
 * is their publisher's claim; nobody measured it here.
 *
 * @param language  BCP 47 tag
 * @param megabytes of the archive, about
 * @param accuracy  what to expect, in words
 * @param url       where the official site has it; null for a bundled one
 */
public record ModelFacts(
        String name,
        String language,
        int megabytes,
        String licence,
        String accuracy,
        @Nullable URI url) {

    /** The one to name to people who have none yet. */
    public static final String FIRST_CHOICE = "vosk-model-small-en-us-0.15";

    private static final String CATALOGUE = "/models/catalogue.tsv";

    /** All of them. */
    public static List<ModelFacts> catalogue() {
        try (InputStream file = ModelFacts.class.getResourceAsStream(CATALOGUE)) {
            if (file == null) {
                throw new IllegalStateException(CATALOGUE + " is missing from this build");
            }
            return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(ModelFacts::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Optional<ModelFacts> of(String name) {
        return catalogue().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    private static ModelFacts read(String line) {
        String[] columns = line.split("\t");
        return new ModelFacts(
                columns[0],
                columns[1],
                Integer.parseInt(columns[2]),
                columns[3],
                columns[4],
                columns[5].equals("-") ? null : URI.create(columns[5]));
    }
}
