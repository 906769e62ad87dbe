package io.earmark.stt.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which model a call is for: one for calls that tell no language, and others by language. All of them are there; whether they
 * can be loaded shows when they are.
 */
public final class LanguageModels {

    private final SpeechModel usual;
    private final Map<String, SpeechModel> others;

    private LanguageModels(SpeechModel usual, Map<String, SpeechModel> others) {
        this.usual = usual;
        this.others = others;
    }

    /** One for all. */
    public static LanguageModels only(SpeechModel model) {
        return new LanguageModels(model, Map.of());
    }

    /**
     * @param home   where models are kept
     * @param usual  as {@link SpeechModels#find} takes it
     * @param others the same, by BCP 47 tags
     * @throws IllegalStateException if one is missing or is of another language, saying what to set
     */
    public static LanguageModels find(Path home, String usual, Map<String, String> others) throws IOException {
        SpeechModels models = new SpeechModels(home);
        Map<String, SpeechModel> found = new LinkedHashMap<>();
        for (Map.Entry<String, String> other : others.entrySet()) {
            String setting = "earmark.stt.models." + other.getKey();
            Locale locale = Locale.forLanguageTag(other.getKey());
            if (locale.getLanguage().isEmpty()) {
                throw new IllegalStateException(
                        setting + ": '" + other.getKey() + "' is no language; name one such as de or pt-BR.");
            }
            SpeechModel model = models.find(setting, other.getValue());
            if (!model.speaks(other.getKey())) {
                throw new IllegalStateException(
                        setting + " is '" + other.getValue() + "', a model of " + model.language() + ".");
            }
            found.put(locale.toLanguageTag(), model.in(locale.toLanguageTag()));
        }
        return new LanguageModels(models.find(usual), found);
    }

    /** For calls that tell no language. */
    public SpeechModel usual() {
        return usual;
    }

    /** Each once, the usual one first. */
    public List<SpeechModel> all() {
        List<SpeechModel> all = new ArrayList<>(List.of(usual));
        others.values().stream().filter(model -> !all.contains(model)).forEach(all::add);
        return all;
    }

    /**
     * The one for a language, as RFC 4647, section 3.4, looks it up ({@code de-AT}, then {@code de}); else the usual one if
     * it knows that language; else one for another region's kind of it.
     *
     * @param tag BCP 47; null for the usual one
     * @return empty if there is none
     */
    public Optional<SpeechModel> forLanguage(@Nullable String tag) {
        if (tag == null) {
            return Optional.of(usual);
        }
        String found = Locale.lookupTag(Locale.LanguageRange.parse(tag), others.keySet());
        if (found != null) {
            // Tags are compared without regard to case, and given back as they were asked for.
            return others.entrySet().stream()
                    .filter(other -> other.getKey().equalsIgnoreCase(found))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }
        Optional<SpeechModel> fallback = Optional.of(usual).filter(model -> model.speaks(tag));
        Optional<SpeechModel> alike =
                others.values().stream().filter(model -> model.speaks(tag)).findFirst();
        return usual.isOfKnownLanguage() ? fallback.or(() -> alike) : alike.or(() -> fallback);
    }

    /** For people. */
    public String languages() {
        List<String> languages = new ArrayList<>(
                all().stream().map(SpeechModel::language).distinct().toList());
        return String.join(", ", languages);
    }
}
