package io.earmark.gateway.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** When to try again. */
final class RetrySchedule {

    /** A receiver may ask for more time, but not for so much that its events are never sent. */
    static final Duration LONGEST_WISH = Duration.ofHours(24);

    private static final double JITTER = 0.2;
    private static final Duration FIRST_BREAK = Duration.ofSeconds(5);
    private static final Duration LONGEST_BREAK = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 10;

    private final List<Duration> waits;
    private final DoubleSupplier random;

    /** @param random 0 to 1 */
    RetrySchedule(List<Duration> waits, DoubleSupplier random) {
        this.waits = List.copyOf(waits);
        this.random = random;
    }

    /** The wait after so many tries, varied by a fifth either way so that failures do not come back together; empty: give up. */
    Optional<Duration> after(int tries) {
        return tries > waits.size() ? Optional.empty() : Optional.of(varied(waits.get(tries - 1)));
    }

    /** How long an endpoint that does not answer is left alone, by whatever is sent to it. */
    Duration breakAfter(int unanswered) {
        Duration doubled = FIRST_BREAK.multipliedBy(1L << Math.min(MOST_DOUBLINGS, unanswered - 1));
        return varied(doubled.compareTo(LONGEST_BREAK) > 0 ? LONGEST_BREAK : doubled);
    }

    private Duration varied(Duration wait) {
        double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        return Duration.ofMillis(Math.round(wait.toMillis() * factor));
    }

    /** {@code Retry-After} in either of its forms (RFC 9110, section 10.2.3), at most a day; empty if it is neither. */
    static Optional<Duration> wish(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        String text = retryAfter.strip();
        try {
            Duration wait = text.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : min(wait, LONGEST_WISH));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
