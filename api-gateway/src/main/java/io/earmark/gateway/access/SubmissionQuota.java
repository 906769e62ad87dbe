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
public class SubmissionQuota {

    private static final String POLICY = "submissions";
    private static final Duration DAY = Duration.ofDays(1);
    private static final String TAKE = """
            insert into submission_count (key_id, day, submissions) values (:key, :day, :many)
            on conflict (key_id, day) do update set submissions = submission_count.submissions + :many
            where submission_count.submissions + :many <= :quota
            returning submissions
            """;
    private static final String GIVE_BACK = """
            update submission_count set submissions = greatest(0, submissions - :many)
            where key_id = :key and day = :day
            """;

    private final JdbcClient jdbc;
    private final RateSettings settings;
    private final Clock clock;

    SubmissionQuota(JdbcClient jdbc, RateSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Submissions that count, for as long as they are not refused. */
    public record Taken(UUID key, LocalDate day, int many) {}

    /**
     * Counts so many, all of them or none, and tells in the answer's headers what is left. Null: there is no quota.
     *
     * @throws Problem 429 if so many are not left
     */
    @Nullable
    public Taken take(Caller caller, int many, HttpServletResponse response) {
        Integer quota = caller.submissionsPerDay() == null ? settings.submissionsPerDay() : caller.submissionsPerDay();
        UUID key = caller.key();
        if (quota == null || key == null) {
            return null;
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        LocalDate day = now.toLocalDate();
        Duration rest = Duration.between(now, day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
        // The statement looks at what was handed in before; of the first of a day there is nothing to look at.
        Optional<Integer> used = many > quota ? Optional.empty() : count(key, day, many, quota);
        // A quota that was lowered in mid-day may be passed already.
        long left = used.map(count -> Math.max(0, quota - count)).orElse(0);
        RateHeaders.tell(response, POLICY, quota, DAY, left, rest);
        if (used.isEmpty()) {
            throw new Problem(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "quota-exhausted",
                            "The day's quota is used up",
                            "This key may hand in " + quota + " a day, and "
                                    + (many == 1 ? "has." : many + " more are too many.")
                                    + " Nothing was kept: send it again after midnight UTC.")
                    .retryAfter(Duration.ofSeconds(RateHeaders.seconds(rest)));
        }
        return new Taken(key, day, many);
    }

    private Optional<Integer> count(UUID key, LocalDate day, int many, int quota) {
        return jdbc.sql(TAKE)
                .param("key", key)
                .param("day", day)
                .param("many", many)
                .param("quota", quota)
                .query(Integer.class)
                .optional();
    }

    /** For a submission that was refused after all. */
    public void giveBack(Taken taken) {
        jdbc.sql(GIVE_BACK)
                .param("key", taken.key())
                .param("day", taken.day())
                .param("many", taken.many())
                .update();
    }

    /** Forgets days that are over. */
    void forget(LocalDate before) {
        jdbc.sql("delete from submission_count where day < :before")
                .param("before", before)
                .update();
    }
}
