package io.earmark.stt.model;

import java.nio.file.Path;
import java.util.Locale;

/**
 * A Vosk model on disk.
 *
 * @param name  for people and transcripts
 * @param rough whether it is the bundled general one, whose words are a first draft
 */
public record SpeechModel(String name, Path directory, boolean rough) {

    /** BCP 47 tag of what it knows; {@code en-US} for a model that nobody knows. */
    public String language() {
        return ModelFacts.of(name).map(ModelFacts::language).orElse("en-US");
    }

    /** Whether it can be asked for that language; a model that nobody knows is taken for what its owner says. */
    public boolean speaks(String tag) {
        return ModelFacts.of(name)
                .map(facts -> primary(facts.language()).equals(primary(tag)))
                .orElse(true);
    }

    private static String primary(String tag) {
        return tag.split("-", 2)[0].toLowerCase(Locale.ROOT);
    }

    /** One line for a log: which it is, its licence and what to expect. */
    public String described() {
        return ModelFacts.of(name)
                .map(facts ->
                        name + " (" + facts.language() + ", licence " + facts.licence() + "): " + facts.accuracy())
                .orElse(name + " in " + directory + ", of unknown licence and accuracy");
    }
}
