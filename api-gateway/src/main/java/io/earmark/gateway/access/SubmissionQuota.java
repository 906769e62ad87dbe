package io.earmark.gateway.access;

import io.earmark.gateway.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a key may hand in on a day, by UTC. Counted in the database, and so by all gateways together, if there is a quota.
 * Tokens have none: whom they are given to is the provider's affair.
 */
@Component
class SubmissionQuota {

    private static final String POLICY = "submissions";
    private static final Duration DAY = Duration.ofDays(1);
    private static final String TAKE = """
            insert into submission_count (key_id, day, submissions) values (:key, :day, 1)
            on conflict (key_id, day) do update set submissions = submission_count.submissions + 1
            where submission_count.submissions < :quota
            returning submissions
            """;
    private static final String GIVE_BACK = """
            update submission_count set submissions = submissions - 1
            where key_id = :key and day = :day and submissions > 0
            """;

    private final JdbcClient jdbc;
    private final RateSettings settings;
    private final Clock clock;

    SubmissionQuota(JdbcClient jdbc, RateSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** A submission that counts, for as long as it is not refused. */
    record Taken(UUID key, LocalDate day) {}

    /**
     * Counts one, and tells in the answer's headers what is left. Null: there is no quota.
     *
     * @throws Problem 429 if nothing is left
     */
    @Nullable
    Taken take(Caller caller, HttpServletResponse response) {
        Integer quota = caller.submissionsPerDay() == null ? settings.submissionsPerDay() : caller.submissionsPerDay();
        UUID key = caller.key();
        if (quota == null || key == null) {
            return null;
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        LocalDate day = now.toLocalDate();
        Duration rest = Duration.between(now, day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
        Optional<Integer> used = jdbc.sql(TAKE)
                .param("key", key)
                .param("day", day)
                .param("quota", quota)
                .query(Integer.class)
                .optional();
        // A quota that was lowered in mid-day may be passed already.
        long left = used.map(count -> Math.max(0, quota - count)).orElse(0);
        RateHeaders.tell(response, POLICY, quota, DAY, left, rest);
        if (used.isEmpty()) {
            throw new Problem(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "quota-exhausted",
                            "The day's quota is used up",
                            "This key may hand in " + quota + " a day, and has. Nothing was read or kept: send it again"
                                    + " after midnight UTC.")
                    .retryAfter(Duration.ofSeconds(RateHeaders.seconds(rest)));
        }
        return new Taken(key, day);
    }

    /** For a submission that was refused after all. */
    void giveBack(Taken taken) {
        jdbc.sql(GIVE_BACK).param("key", taken.key()).param("day", taken.day()).update();
    }

    /** Forgets days that are over. */
    void forget(LocalDate before) {
        jdbc.sql("delete from submission_count where day < :before")
                .param("before", before)
                .update();
    }
}
