package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** Several jobs of a message at once. */
class JobRunsTest extends RunnerFixture {

    private final Set<JobId> begun = ConcurrentHashMap.newKeySet();

    /** None, however slow the machine is; unless a test wants them. */
    @BeforeEach
    void withoutHeartbeats() {
        keeper.close();
        beatEach(Duration.ofMinutes(1));
    }

    private void withHeartbeats(Duration each) {
        keeper.close();
        beatEach(each);
    }

    private List<Job> three() {
        return Stream.generate(() -> store.enqueued(JobKind.TRANSCRIBE))
                .limit(3)
                .toList();
    }

    private static List<JobId> ids(List<Job> jobs) {
        return jobs.stream().map(Job::id).toList();
    }

    private Future<Boolean> beginTogether(List<Job> jobs, JobHandler handler) {
        return threads.submit(() -> runner.run(ids(jobs), handler));
    }

    /** As it is, unless it is the given one's turn. */
    private ScriptedHandler but(Job job, ScriptedHandler.Work work) {
        return transcribe(context -> {
            begun.add(context.id());
            return context.id().equals(job.id()) ? work.handle(context) : TestStore.TRANSCRIPT;
        });
    }

    private JobState state(Job job) {
        return store.now(job).state();
    }

    @Test
    void one_claim_and_one_write_do_for_all_of_them() throws Exception {
        List<Job> jobs = three();
        List<JobId> tidied = new CopyOnWriteArrayList<>();
        JobHandler tidy = new JobHandler() {
            @Override
            public JobKind kind() {
                return JobKind.TRANSCRIBE;
            }

            @Override
            public StageResult handle(JobContext job) {
                assertThat(tidied).as("told of what is kept, not before").isEmpty();
                return TestStore.TRANSCRIPT;
            }

            @Override
            public void ended(JobContext job, StageResult result) {
                tidied.add(job.id());
            }
        };
        assertThat(runner.run(ids(jobs), tidy)).isTrue();

        for (Job job : jobs) {
            assertThat(state(job)).isEqualTo(JobState.SUCCEEDED);
            assertThat(store.jobs().result(job.id(), Transcript.class)).contains(TestStore.TRANSCRIPT);
            assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.SUCCEEDED);
        }
        assertThat(tidied).containsExactlyElementsOf(ids(jobs));
        assertThat(database.calls("claimTogether")).isEqualTo(1);
        assertThat(database.calls("completeTogether")).isEqualTo(1);
        assertThat(database.calls("claim") + database.calls("complete")).isZero();
        assertThat(store.jobs(JobKind.COACH)).isEqualTo(3);
        assertThat(ended(Outcome.SUCCEEDED)).isEqualTo(3);
    }

    @Test
    void one_that_fails_takes_no_neighbour_along() {
        List<Job> jobs = three();
        runner.run(ids(jobs), but(jobs.get(1), context -> {
            throw new OutOfMemoryError("of its own");
        }));
        assertThat(jobs)
                .extracting(this::state)
                .containsExactly(JobState.SUCCEEDED, JobState.RETRYING, JobState.SUCCEEDED);
    }

    @Test
    void a_result_that_the_database_refuses_takes_no_neighbour_along() {
        Transcript refused =
                new Transcript(1, "en\0US", new Transcript.Engine("vosk", "tiny", "1"), List.of(), List.of());
        List<Job> jobs = three();
        runner.run(ids(jobs), but(jobs.get(0), context -> refused));
        assertThat(jobs)
                .extracting(this::state)
                .containsExactly(JobState.RETRYING, JobState.SUCCEEDED, JobState.SUCCEEDED);
        assertThat(Objects.requireNonNull(store.now(jobs.get(0)).failure()).detail())
                .startsWith("IllegalStateException: The result cannot be stored");
    }

    @Test
    void one_that_was_tried_before_goes_alone_and_so_it_costs_no_neighbour_an_attempt_twice() {
        List<Job> jobs = three();
        runner.run(List.of(jobs.get(2).id()), but(jobs.get(2), context -> {
            throw new IllegalStateException("the first time");
        }));
        store.jdbc().sql("update job set not_before = created_at").update();
        int claims = database.calls("claim");

        assertThat(runner.run(ids(jobs), but(jobs.get(2), context -> TestStore.TRANSCRIPT)))
                .isTrue();
        assertThat(jobs).extracting(this::state).containsOnly(JobState.SUCCEEDED);
        assertThat(database.calls("claim")).as("by itself").isEqualTo(claims + 1);
        assertThat(store.now(jobs.get(2)).attempts()).isEqualTo(2);
    }

    @Test
    void a_duplicate_among_them_is_left_out() {
        List<Job> jobs = three();
        runner.run(List.of(jobs.get(0).id()), but(jobs.get(0), context -> TestStore.TRANSCRIPT));
        begun.clear();
        assertThat(runner.run(ids(jobs), but(jobs.get(0), context -> TestStore.TRANSCRIPT)))
                .isTrue();
        assertThat(begun)
                .containsExactlyInAnyOrder(jobs.get(1).id(), jobs.get(2).id());
        assertThat(meters.counter("earmark.job.duplicates", "kind", "transcribe")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void behind_one_that_takes_long_nobody_waits_and_before_it_nothing_is_withheld() throws Exception {
        // The first comes when the one that takes long has long begun.
        withHeartbeats(Duration.ofSeconds(2));
        List<Job> jobs = three();
        ScriptedHandler handler = but(jobs.get(1), context -> {
            release.await();
            return TestStore.TRANSCRIPT;
        });
        Future<Boolean> run = beginTogether(jobs, handler);

        store.await(jobs.get(0), JobState.SUCCEEDED);
        store.await(jobs.get(2), JobState.QUEUED);
        assertThat(state(jobs.get(1))).isEqualTo(JobState.RUNNING);
        assertThat(store.now(jobs.get(2)).attempts()).as("it costs no attempt").isZero();
        assertThat(store.outbox().take(JobKind.TRANSCRIBE, 10, 10, Duration.ofMinutes(1)))
                .as("announced again")
                .extracting(entry -> entry.job())
                .containsExactly(jobs.get(2).id());

        release.countDown();
        assertThat(run.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(state(jobs.get(1))).isEqualTo(JobState.SUCCEEDED);
        assertThat(begun).doesNotContain(jobs.get(2).id());
        assertThat(ended(Outcome.HANDED_BACK)).isEqualTo(1);
        assertThat(ended(Outcome.SUCCEEDED)).isEqualTo(2);
    }

    @Test
    void the_lease_of_one_that_takes_long_is_kept() throws Exception {
        withHeartbeats(HEARTBEAT);
        List<Job> jobs = three();
        Future<Boolean> run = beginTogether(jobs, but(jobs.get(0), context -> {
            context.progress(0.5, "recognising");
            release.await();
            return TestStore.TRANSCRIPT;
        }));
        Awaitility.await().until(() -> store.now(jobs.get(0)).progress() == 0.5);
        store.jobs().requestCancel(TestStore.TENANT, jobs.get(0).id());
        assertThat(run.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(state(jobs.get(0))).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void one_that_was_lost_meanwhile_is_left_out_and_one_that_was_cancelled_is_CANCELLED() {
        List<Job> jobs = three();
        runner.run(ids(jobs), but(jobs.get(2), context -> {
            store.loseLease(jobs.get(0));
            store.jobs().requestCancel(TestStore.TENANT, jobs.get(1).id());
            return TestStore.TRANSCRIPT;
        }));
        assertThat(jobs)
                .extracting(this::state)
                .containsExactly(JobState.RETRYING, JobState.CANCELLED, JobState.SUCCEEDED);
        assertThat(store.results(jobs.get(0))).isZero();
        assertThat(store.results(jobs.get(1))).isZero();
    }

    @Test
    void results_wait_for_a_database_that_is_away_and_their_leases_are_kept_meanwhile() throws Exception {
        // The first comes when all three have long been handled.
        withHeartbeats(Duration.ofSeconds(2));
        List<Job> jobs = three();
        database.away("completeTogether");
        Future<Boolean> run = beginTogether(jobs, but(jobs.get(0), context -> TestStore.TRANSCRIPT));
        Awaitility.await().until(() -> database.calls("completeTogether") >= 3 && database.calls("keep") >= 3);
        database.back();
        assertThat(run.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(jobs).extracting(this::state).containsOnly(JobState.SUCCEEDED);
    }

    @Test
    void a_commit_whose_answer_was_lost_is_not_written_twice() {
        List<Job> jobs = three();
        AtomicInteger tries = new AtomicInteger();
        database.afterwards("completeTogether", () -> {
            if (tries.getAndIncrement() == 0) {
                throw new DataAccessResourceFailureException("The line broke after the commit");
            }
        });
        runner.run(ids(jobs), but(jobs.get(0), context -> TestStore.TRANSCRIPT));
        assertThat(tries).hasValue(2);
        assertThat(jobs).extracting(this::state).containsOnly(JobState.SUCCEEDED);
        assertThat(jobs).extracting(store::results).containsOnly(1L);
        assertThat(store.jobs(JobKind.COACH)).isEqualTo(3);
    }

    @Test
    void a_shutdown_hands_back_those_that_have_not_begun() throws Exception {
        List<Job> jobs = three();
        CountDownLatch first = new CountDownLatch(1);
        Future<Boolean> run = beginTogether(jobs, but(jobs.get(0), context -> {
            first.countDown();
            release.await();
            return TestStore.TRANSCRIPT;
        }));
        first.await();
        runner.shutDown();
        assertThat(run.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(jobs).extracting(this::state).containsOnly(JobState.QUEUED);
        assertThat(jobs).extracting(job -> store.now(job).attempts()).containsOnly(0);
        assertThat(begun).containsExactly(jobs.get(0).id());
    }

    @Test
    void a_claim_that_the_database_does_not_answer_leaves_all_of_them_to_their_message() {
        List<Job> jobs = three();
        database.away("claimTogether");
        assertThatThrownBy(() -> runner.run(ids(jobs), but(jobs.get(0), context -> TestStore.TRANSCRIPT)))
                .isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(jobs).extracting(this::state).containsOnly(JobState.QUEUED);
        assertThat(meters.counter("earmark.job.returned", "kind", "transcribe").count())
                .isEqualTo(3);
    }
}
