package io.earmark.stt.model;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A Vosk model on disk.
 *
 * @param name  for people and transcripts
 * @param rough whether it is the bundled general one, whose words are a first draft
 * @param told  BCP 47 tag of what its owner says that it knows; null if nobody said
 */
public record SpeechModel(
        String name,
        Path directory,
        boolean rough,
        @Nullable String told) {

    /** Of whose language nobody said anything. */
    public SpeechModel(String name, Path directory, boolean rough) {
        this(name, directory, rough, null);
    }

    /** The same, known to be of that language. */
    SpeechModel in(String tag) {
        return new SpeechModel(name, directory, rough, tag);
    }

    /** BCP 47 tag of what it knows; {@code en-US} for a model that nobody knows. */
    public String language() {
        if (told != null) {
            return told;
        }
        return ModelFacts.of(name).map(ModelFacts::language).orElse("en-US");
    }

    /** Whether anybody said what it knows. */
    boolean isOfKnownLanguage() {
        return told != null || ModelFacts.of(name).isPresent();
    }

    /** Whether it can be asked for that language; a model that nobody knows is taken for what its owner says. */
    public boolean speaks(String tag) {
        return !isOfKnownLanguage() || primary(language()).equals(primary(tag));
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
