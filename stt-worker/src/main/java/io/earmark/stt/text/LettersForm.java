package io.earmark.stt.text;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Letters said one by one: "c r m" is CRM, "a c r m" is a CRM. */
final class LettersForm implements WrittenForm {

    private final Set<String> acronyms;
    private final WrittenForm phrases;

    /**
     * Both tell where an article ends and something else begins.
     *
     * @param acronyms those known, in lower case
     * @param phrases  such as "b two b"
     */
    LettersForm(Set<String> acronyms, WrittenForm phrases) {
        this.acronyms = acronyms;
        this.phrases = phrases;
    }

    @Override
    public Optional<Written> at(Speech speech, int from) {
        StringBuilder letters = new StringBuilder();
        int at = from;
        for (; speech.at(at).matches("[a-z]\\.?"); at++) {
            letters.append(speech.at(at).charAt(0));
        }
        boolean article = letters.length() > 1
                && letters.charAt(0) == 'a'
                && (acronyms.contains(letters.substring(1))
                        || phrases.at(speech, from + 1).isPresent());
        // "i i" and "a a" are somebody who stumbles.
        boolean stumbling = letters.chars().allMatch(letter -> letter == 'i' || letter == 'a');
        return letters.length() < 2 || article || stumbling
                ? Optional.empty()
                : Optional.of(new Written(letters.toString().toUpperCase(Locale.ROOT), at - from));
    }
}
