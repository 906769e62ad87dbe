package io.earmark.stt.text;

import java.util.Map;
import java.util.Optional;

/** Names and set phrases by their spoken form, the longest first. */
final class NameForm implements WrittenForm {

    private final Map<String, String> written;
    private final int longest;

    /** @param written by the spoken words with single spaces between them, in lower case */
    NameForm(Map<String, String> written) {
        this.written = written;
        this.longest = written.keySet().stream()
                .mapToInt(spoken -> spoken.split(" ").length)
                .max()
                .orElse(0);
    }

    @Override
    public Optional<Written> at(Speech speech, int from) {
        for (int words = Math.min(longest, speech.size() - from); words > 0; words--) {
            String known = written.get(String.join(" ", speech.words().subList(from, from + words)));
            if (known != null) {
                return Optional.of(new Written(known, words));
            }
        }
        return Optional.empty();
    }
}
