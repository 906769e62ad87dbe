package io.earmark.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.gateway.RealStore;
import io.earmark.gateway.web.Problem;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.store.Jobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Two gateways are two of {@link IdempotencyKeys} over one database. */
class IdempotencyKeysTest {

    private static final IdempotencySettings SETTINGS =
            new IdempotencySettings(Duration.ofHours(24), Duration.ofSeconds(60));
    private static final String TENANT = "acme";
    private static final List<String> KEY = List.of("\"order-66\"");
    private static final Fingerprint PAYLOAD = Fingerprint.of("hello");

    @TempDir
    static Path blobs = Path.of("");

    private final RealStore store = new RealStore(blobs);
    private final Jobs jobs = store.get(Jobs.class);
    private final TransactionTemplate transaction = store.get(TransactionTemplate.class);
    private final IdempotencyKeys one = gateway();
    private final IdempotencyKeys other = gateway();

    private IdempotencyKeys gateway() {
        return new IdempotencyKeys(new KeyTable(store.get(JdbcClient.class)), SETTINGS, store.clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whoever_comes_second_waits_and_then_gets_the_same_answer() {
        Answer first;
        try (Submission submission = one.begin(TENANT, KEY)) {
            assertInFlight(() -> other.begin(TENANT, KEY));
            first = accept(submission);
        }
        Submission second = other.begin(TENANT, List.of("order-66"));
        assertThat(second.isRepeated()).isTrue();
        assertThat(second.before(PAYLOAD)).contains(first);
        assertThatThrownBy(() -> second.before(Fingerprint.of("goodbye")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(first.location());
        assertThat(jobCount()).isEqualTo(1);
        assertThat(other.begin("rival", KEY).isRepeated()).isFalse();
    }

    @Test
    void of_many_that_come_at_once_to_two_gateways_one_makes_the_job() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> requests = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                IdempotencyKeys gateway = i % 2 == 0 ? one : other;
                requests.add(() -> {
                    try (Submission submission = gateway.begin(TENANT, KEY)) {
                        if (submission.isRepeated()) {
                            return submission.before(PAYLOAD).isPresent();
                        }
                        accept(submission);
                        return true;
                    } catch (Problem inFlight) {
                        return false;
                    }
                });
            }
            long answered = 0;
            for (Future<Boolean> request : clients.invokeAll(requests)) {
                answered += request.get() ? 1 : 0;
            }
            assertThat(answered).isPositive();
        } finally {
            clients.shutdownNow();
        }
        assertThat(jobCount()).isEqualTo(1);
        assertThat(other.begin(TENANT, KEY).before(PAYLOAD)).isPresent();
    }

    /** The gateway dies in its transaction: the database rolls back, and nobody frees the key. */
    @Test
    void a_gateway_that_died_leaves_no_job_and_the_key_is_free_after_a_while() {
        Submission doomed = one.begin(TENANT, KEY);
        transaction.executeWithoutResult(status -> {
            create(doomed);
            status.setRollbackOnly();
        });
        assertThat(jobCount()).isZero();
        assertInFlight(() -> other.begin(TENANT, KEY));
        store.clock.advance(SETTINGS.claim());
        try (Submission again = other.begin(TENANT, KEY)) {
            assertThat(again.isRepeated()).isFalse();
            accept(again);
        }
        assertThat(jobCount()).isEqualTo(1);
    }

    /** It was not dead, only slow: its own transaction does not go through any more. */
    @Test
    void a_gateway_that_was_taken_for_dead_cannot_make_a_second_job() {
        Submission slow = one.begin(TENANT, KEY);
        store.clock.advance(SETTINGS.claim());
        Submission quick = other.begin(TENANT, KEY);
        assertInFlight(() -> accept(slow));
        accept(quick);
        assertInFlight(() -> accept(slow));
        slow.close();
        assertThat(jobCount()).isEqualTo(1);
        assertThat(one.begin(TENANT, KEY).before(PAYLOAD)).isPresent();
    }

    @Test
    void a_long_upload_keeps_its_key() {
        Submission upload = one.begin(TENANT, KEY);
        for (int i = 0; i < 5; i++) {
            store.clock.advance(SETTINGS.claim().dividedBy(2));
            one.renew();
        }
        assertInFlight(() -> other.begin(TENANT, KEY));
        accept(upload);
        assertThat(jobCount()).isEqualTo(1);
    }

    @Test
    void a_request_that_came_to_nothing_frees_its_key() {
        one.begin(TENANT, KEY).close();
        assertThat(other.begin(TENANT, KEY).isRepeated()).isFalse();
    }

    @Test
    void a_key_is_forgotten_a_day_after_its_answer() {
        try (Submission submission = one.begin(TENANT, KEY)) {
            accept(submission);
        }
        store.clock.advance(SETTINGS.expiry().minusSeconds(1));
        one.purge();
        assertThat(one.begin(TENANT, KEY).isRepeated()).isTrue();
        store.clock.advance(Duration.ofSeconds(1));
        assertThat(one.begin(TENANT, KEY).isRepeated())
                .as("before the purge too")
                .isFalse();
        store.clock.advance(SETTINGS.expiry());
        one.purge();
        assertThat(store.get(JdbcClient.class)
                        .sql("select count(*) from idempotency_key")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"open", "a\u0007", "caf\u00e9", "\"a\\b\""})
    void what_is_no_key_is_refused(String given) {
        assertThatThrownBy(() -> one.begin(TENANT, List.of(given)))
                .isInstanceOf(Problem.class)
                .satisfies(e -> assertThat(((Problem) e).detail().getStatus()).isEqualTo(400));
    }

    @Test
    void a_key_has_255_characters_at_most_and_comes_once() {
        assertThat(one.begin(TENANT, List.of("k".repeat(255))).isRepeated()).isFalse();
        assertThatThrownBy(() -> one.begin(TENANT, List.of("k".repeat(256)))).hasMessageContaining("256");
        assertThatThrownBy(() -> one.begin(TENANT, List.of("a", "b"))).hasMessageContaining("2 of them");
        assertThat(IdempotencyKey.of(List.of("\"a \\\"b\\\" \\\\\""))).contains(new IdempotencyKey("a \"b\" \\"));
        assertThat(one.begin(TENANT, List.of()).isRepeated()).isFalse();
    }

    @Test
    void fingerprints_differ_where_the_parts_are_cut_elsewhere() {
        assertThat(Fingerprint.of("ab", "c")).isNotEqualTo(Fingerprint.of("a", "bc"));
        assertThat(Fingerprint.of("ab", "c")).isEqualTo(Fingerprint.of("ab", "c"));
    }

    private Answer accept(Submission submission) {
        Answer answer = transaction.execute(status -> create(submission));
        return java.util.Objects.requireNonNull(answer);
    }

    private Answer create(Submission submission) {
        Job job = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 3, store.clock.instant());
        Answer answer = new Answer(job.id(), 202, "/jobs/" + job.id(), "{\"job\":{}}");
        submission.answered(PAYLOAD, answer);
        jobs.enqueue(job);
        return answer;
    }

    private static void assertInFlight(org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOf(Problem.class)
                .satisfies(e -> assertThat(((Problem) e).detail().getStatus()).isEqualTo(409));
    }

    private int jobCount() {
        return jobs.page(TENANT, null, null, null, null, 10).size();
    }
}
