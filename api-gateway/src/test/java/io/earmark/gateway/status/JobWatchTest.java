package io.earmark.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.Postgres;
import io.earmark.gateway.RealStore;
import io.earmark.gateway.Statements;
import io.earmark.gateway.web.Problem;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.store.Jobs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.context.request.async.DeferredResult;

/** The test looks, and no clock: the watch itself would next in an hour. */
class JobWatchTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final int CLIENTS = 1_000;

    @TempDir
    static Path blobs = Path.of("");

    private final Statements statements = new Statements(Postgres.migrated());
    private final RealStore store = new RealStore(blobs, statements);
    private final Jobs jobs = store.get(Jobs.class);
    private final JobWatch watch = new JobWatch(jobs, new WaitingSettings(LONG, 1, 1, LONG), new SimpleMeterRegistry());
    private final JobWaiter waiter = new JobWaiter(watch);

    @BeforeEach
    void start() {
        watch.start();
    }

    @AfterEach
    void close() {
        watch.stop();
        waiter.close();
        store.close();
    }

    @Test
    void a_look_is_one_question_for_a_thousand_who_wait_and_one_more_if_something_happened() {
        List<Job> waited = IntStream.range(0, CLIENTS).mapToObj(i -> queued()).toList();
        List<DeferredResult<JobState>> replies =
                waited.stream().map(job -> waiter.await(job, LONG, Job::state)).toList();
        statements.forget();
        watch.look(false);
        watch.look(false);
        assertThat(asked()).as("two looks").hasSize(2);
        assertThat(replies).noneMatch(DeferredResult::hasResult);

        waited.forEach(job -> jobs.requestCancel("t", job.id()));
        statements.forget();
        watch.look(false);
        assertThat(asked()).as("a look at all, and at those that ended").hasSize(2);
        await().atMost(Duration.ofSeconds(30)).until(() -> replies.stream().allMatch(DeferredResult::hasResult));
        assertThat(replies).allMatch(reply -> reply.getResult() == JobState.CANCELLED);
        statements.forget();
        watch.look(false);
        assertThat(asked()).as("nobody waits any more").isEmpty();
    }

    @Test
    void only_those_whose_job_has_ended_or_whose_patience_has_are_answered() {
        Job ends = queued();
        Job goesOn = queued();
        DeferredResult<JobState> first = waiter.await(ends, LONG, Job::state);
        DeferredResult<JobState> second = waiter.await(goesOn, LONG, Job::state);
        DeferredResult<JobState> impatient = waiter.await(goesOn, Duration.ofNanos(1), Job::state);
        jobs.requestCancel("t", ends.id());
        watch.look(false);
        assertThat(result(first)).isEqualTo(JobState.CANCELLED);
        assertThat(result(impatient)).isEqualTo(JobState.QUEUED);
        assertThat(second.hasResult()).isFalse();
    }

    @Test
    void who_does_not_wait_or_comes_too_late_to_wait_is_answered_at_once() {
        Job job = queued();
        assertThat(waiter.await(job, Duration.ZERO, Job::state).getResult()).isEqualTo(JobState.QUEUED);
        Job ended = jobs.requestCancel("t", job.id()).orElseThrow();
        assertThat(waiter.await(ended, LONG, Job::state).getResult()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void a_job_that_was_removed_is_not_waited_for() {
        Job job = queued();
        DeferredResult<JobState> reply = waiter.await(job, LONG, Job::state);
        JdbcClient.create(statements)
                .sql("delete from job where id = :id")
                .param("id", job.id().value())
                .update();
        watch.look(false);
        assertThat(result(reply)).isInstanceOf(Problem.class);
    }

    @Test
    void an_answer_that_cannot_be_made_is_an_error_of_that_client_alone() {
        Job job = queued();
        DeferredResult<JobState> broken = waiter.await(job, LONG, seen -> {
            throw new IllegalStateException("broken");
        });
        DeferredResult<JobState> sound = waiter.await(job, LONG, Job::state);
        jobs.requestCancel("t", job.id());
        watch.look(false);
        assertThat(result(broken)).isInstanceOf(IllegalStateException.class);
        assertThat(result(sound)).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void whoever_still_waits_when_the_gateway_ends_is_told_how_it_stands() {
        Job job = queued();
        List<DeferredResult<JobState>> replies = new ArrayList<>();
        replies.add(waiter.await(job, LONG, Job::state));
        watch.stop();
        assertThat(result(replies.get(0))).isEqualTo(JobState.QUEUED);
        assertThat(waiter.await(job, LONG, Job::state).getResult())
                .as("nobody looks any more")
                .isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_gateway_that_was_paused_looks_again() {
        watch.stop();
        watch.start();
        Job job = queued();
        DeferredResult<JobState> reply = waiter.await(job, LONG, Job::state);
        jobs.requestCancel("t", job.id());
        watch.look(false);
        assertThat(result(reply)).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void a_gateway_that_ends_without_its_database_leaves_nobody_waiting() {
        Job job = queued();
        DeferredResult<JobState> reply = waiter.await(job, LONG, Job::state);
        JdbcClient.create(statements).sql("alter table job rename to lost").update();
        watch.stop();
        assertThat(result(reply)).isInstanceOf(DataAccessException.class);
    }

    /** But for what wakes the relays after a job was inserted, a little later. */
    private List<String> asked() {
        return statements.all().stream()
                .filter(sql -> !sql.contains("pg_notify"))
                .toList();
    }

    private Job queued() {
        Job job = Job.queued(JobKind.SPEAK, "t", null, "{}", 3, store.clock.instant());
        jobs.enqueue(job);
        return job;
    }

    private static Object result(DeferredResult<?> reply) {
        await().atMost(Duration.ofSeconds(30)).until(reply::hasResult);
        return Objects.requireNonNull(reply.getResult());
    }
}
