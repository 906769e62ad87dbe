package io.earmark.gateway.calls;

import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.StorableText;
import io.earmark.store.CallQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a client wants to see, as query parameters say it.
 *
 * @param from  a time or a day (then in UTC, from its beginning)
 * @param until likewise, and not included
 * @param q     words that were said
 */
record CallFilter(
        @Nullable String agent,
        @Nullable String customer,
        @Nullable String tag,
        @Nullable String from,
        @Nullable String until,
        @Nullable String moment,
        @Nullable String q) {

    private static final int LONGEST = 1_000;

    /** @throws Problem 400 if a part of it cannot be understood */
    CallQuery query() {
        return new CallQuery(
                text("agent", agent),
                text("customer", customer),
                text("tag", tag),
                time("from", from),
                time("until", until),
                text("moment", moment),
                text("q", q));
    }

    private static @Nullable String text(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > LONGEST) {
            throw Problem.badRequest(
                    name + " has " + value.length() + " characters; at most " + LONGEST + " are looked for.");
        }
        return StorableText.check(name, value.strip());
    }

    private static @Nullable Instant time(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return value.length() == "2026-03-02".length()
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException e) {
            throw Problem.badRequest(name
                    + " must be a day such as 2026-03-02 or a time such as 2026-03-02T09:00:00Z, not '" + value + "'.");
        }
    }
}
