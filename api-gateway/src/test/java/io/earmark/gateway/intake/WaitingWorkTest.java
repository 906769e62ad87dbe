package io.earmark.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.earmark.gateway.RealStore;
import io.earmark.gateway.web.Problem;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.store.Jobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingWorkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path blobs = Path.of("");

    private final RealStore store = new RealStore(blobs);
    private final Jobs jobs = store.get(Jobs.class);
    private final BacklogSettings settings = new BacklogSettings(3, 5);
    private final WaitingWork waiting = new WaitingWork(jobs, settings);
    private final WaitingWork counted = new WaitingWork(jobs, settings, Duration.ofHours(1));

    @BeforeEach
    void two_wait_already() {
        enqueue("a");
        enqueue("b");
    }

    @AfterEach
    void close() {
        waiting.close();
        counted.close();
        store.close();
    }

    @Test
    void what_waits_counts_and_so_does_what_was_let_in_since() {
        counted.admit("a");
        counted.admit("a");
        assertThatThrownBy(() -> counted.admit("a"))
                .isInstanceOf(Problem.class)
                .satisfies(e -> assertThat(((Problem) e).detail().getStatus()).isEqualTo(429));
        counted.admit("c");
        assertThatThrownBy(() -> counted.admit("d"))
                .isInstanceOf(Problem.class)
                .satisfies(e -> assertThat(((Problem) e).detail().getStatus()).isEqualTo(503));
    }

    @Test
    void what_runs_or_has_ended_does_not_wait() {
        Job running = enqueue("a");
        assertThat(jobs.waiting(Long.MAX_VALUE)).containsEntry("a", 2L).containsEntry("b", 1L);
        jobs.claim(running.id(), "w", Duration.ofSeconds(30));
        assertThat(jobs.waiting(Long.MAX_VALUE)).containsEntry("a", 1L);
        jobs.requestCancel("b", jobs.page("b", null, null, null, null, 1).get(0).id());
        assertThat(jobs.waiting(Long.MAX_VALUE)).doesNotContainKey("b");
    }

    @Test
    void what_others_let_in_counts_from_the_next_count_on_and_what_ends_makes_room() {
        waiting.admit("a");
        Job other = enqueue("a");
        enqueue("a");
        await().atMost(PATIENCE).until(() -> refusal(waiting, "a").equals(Optional.of(429)));
        jobs.requestCancel("a", other.id());
        await().atMost(PATIENCE).until(() -> refusal(waiting, "a").isEmpty());
    }

    @Test
    void of_many_at_once_no_more_get_in_than_there_is_room_for() {
        counted.admit("b");
        long admitted = IntStream.range(0, 1_000)
                .parallel()
                .filter(i -> refusal(counted, "t" + i % 50).isEmpty())
                .count();
        assertThat(admitted).isEqualTo(2);
    }

    @Test
    void a_full_house_is_full_for_all_though_not_everything_was_counted() {
        for (int i = 0; i < 10; i++) {
            enqueue("c");
        }
        assertThat(refusal(waiting, "new")).contains(503);
    }

    private Optional<Integer> refusal(WaitingWork gate, String tenant) {
        try {
            gate.admit(tenant);
            return Optional.empty();
        } catch (Problem refused) {
            return Optional.of(refused.detail().getStatus());
        }
    }

    private Job enqueue(String tenant) {
        Job job = Job.queued(JobKind.SPEAK, tenant, null, "{}", 3, store.clock.instant());
        jobs.enqueue(job);
        return job;
    }
}
