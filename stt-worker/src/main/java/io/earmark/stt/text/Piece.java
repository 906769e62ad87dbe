package io.earmark.stt.text;

import io.earmark.call.Token;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A token in the making.
 *
 * @param from  index of its first word
 * @param to    index after its last word
 * @param plain whether it is a word as it was said, and may be capitalised
 */
record Piece(
        String text,
        int from,
        int to,
        double start,
        double end,
        boolean plain,
        boolean filler,
        @Nullable String original) {

    Piece capitalised() {
        return plain && !text.isEmpty()
                ? with(text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1), "")
                : this;
    }

    /** With a mark after it, unless it ends with one. */
    Piece with(String mark) {
        return text.endsWith(mark) ? this : with(text, mark);
    }

    private Piece with(String changed, String mark) {
        return new Piece(changed + mark, from, to, start, end, plain, filler, original);
    }

    Token token() {
        return new Token(text, from, to, start, end, filler, original);
    }
}
