package io.earmark.gateway.webhook;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt.
 *
 * @param status     of the answer; null if there was none
 * @param error      what went wrong, in a sentence; null if it was delivered
 * @param answer     the beginning of the answer's body
 * @param retryAfter the time that the receiver asked for
 */
record Outcome(
        Kind kind,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable String answer,
        @Nullable Duration retryAfter,
        Duration took) {

    private static final Duration SLOW = Duration.ofSeconds(3);

    enum Kind {
        /** Answered with 2xx. */
        DELIVERED,
        /** Answered with something else: about this message, perhaps. */
        REFUSED,
        /** No answer, or one that says that there is nobody who could: 429, 502, 503, 504. About the endpoint. */
        UNAVAILABLE,
        /** 410: the endpoint wants nothing any more. */
        GONE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Outcome answered(int status, @Nullable Duration retryAfter, String answer, Duration took) {
        Kind kind = kind(status);
        return new Outcome(kind, status, kind == Kind.DELIVERED ? null : error(status), answer, retryAfter, took);
    }

    private static Kind kind(int status) {
        if (status >= 200 && status < 300) {
            return Kind.DELIVERED;
        }
        return switch (status) {
            case 410 -> Kind.GONE;
            case 429, 502, 503, 504 -> Kind.UNAVAILABLE;
            default -> Kind.REFUSED;
        };
    }

    private static String error(int status) {
        return status >= 300 && status < 400
                ? "The answer was " + status + ": redirects are not followed. Change the endpoint's URL."
                : "The answer was " + status + ".";
    }

    static Outcome unanswered(String error, Duration took) {
        return new Outcome(Kind.UNAVAILABLE, null, error, null, null, took);
    }

    /** Those that make others wait are served beside the rest. */
    boolean isSlow() {
        return kind == Kind.UNAVAILABLE || took.compareTo(SLOW) > 0;
    }
}
