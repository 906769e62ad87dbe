package io.earmark.gateway.web;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next what to give as {@code cursor} for the page after; null if this is the last
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public static final int MAX = 200;

    /** From one row more than was asked for: that row only tells that there is a next page. */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, String> cursor, Function<R, T> view) {
        boolean more = rows.size() > limit;
        List<R> shown = more ? rows.subList(0, limit) : rows;
        return new Page<>(shown.stream().map(view).toList(), more ? cursor.apply(shown.get(shown.size() - 1)) : null);
    }

    /** What a cursor stands for. @param found looks for it, and throws a {@link Problem} where it is not */
    public static <T> T after(String cursor, Supplier<T> found) {
        try {
            return found.get();
        } catch (Problem unknown) {
            throw unknownCursor(cursor);
        }
    }

    /** For a cursor that no page gave, or whose row is gone. */
    public static Problem unknownCursor(String cursor) {
        return Problem.badRequest("cursor '" + cursor + "' is unknown: give the 'next' of an earlier page.");
    }

    /** @throws Problem 400 unless 1 to {@link #MAX} */
    public static int limit(int asked) {
        if (asked < 1 || asked > MAX) {
            throw Problem.badRequest("limit must be 1 to " + MAX + ", not " + asked + ".");
        }
        return asked;
    }
}
