package io.earmark.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.gateway.RealStore;
import io.earmark.gateway.web.Problem;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.store.Jobs;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingWorkTest {

    @TempDir
    static Path blobs = Path.of("");

    private final RealStore store = new RealStore(blobs);
    private final Jobs jobs = store.get(Jobs.class);
    private final WaitingWork waiting = new WaitingWork(jobs, new BacklogSettings(3, 5));

    @BeforeEach
    void two_wait_already() {
        enqueue("a");
        enqueue("b");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void what_waits_counts_and_so_does_what_was_let_in_since() {
        waiting.admit("a");
        waiting.admit("a");
        assertThatThrownBy(() -> waiting.admit("a"))
                .isInstanceOf(Problem.class)
                .satisfies(e -> assertThat(((Problem) e).detail().getStatus()).isEqualTo(429));
        waiting.admit("c");
        assertThatThrownBy(() -> waiting.admit("d"))
                .isInstanceOf(Problem.class)
                .satisfies(e -> assertThat(((Problem) e).detail().getStatus()).isEqualTo(503));
    }

    @Test
    void what_runs_or_has_ended_does_not_wait() {
        Job running = enqueue("a");
        assertThat(jobs.waiting()).containsEntry("a", 2L).containsEntry("b", 1L);
        jobs.claim(running.id(), "w", java.time.Duration.ofSeconds(30));
        assertThat(jobs.waiting()).containsEntry("a", 1L);
        jobs.requestCancel("b", jobs.page("b", null, null, null, null, 1).get(0).id());
        assertThat(jobs.waiting()).doesNotContainKey("b");
    }

    private Job enqueue(String tenant) {
        Job job = Job.queued(JobKind.SPEAK, tenant, null, "{}", 3, store.clock.instant());
        jobs.enqueue(job);
        return job;
    }
}
