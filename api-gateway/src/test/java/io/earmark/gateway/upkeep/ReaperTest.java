package io.earmark.gateway.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.SettableClock;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.work.TestStore;
import io.earmark.work.UnreliableJobs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;

class ReaperTest {

    private static final Duration HEARING = Duration.ofSeconds(10);

    @TempDir
    static Path directory = Path.of("");

    private final SettableClock clock = new SettableClock();
    private final TestStore store = TestStore.create(directory);
    private final UnreliableJobs database = new UnreliableJobs(store.jobs());
    private final Reaper reaper = new Reaper(database.jobs(), clock, HEARING);

    ReaperTest() throws IOException {}

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void workers_are_heard_before_the_first_is_given_up() {
        Job job = lost();
        reaper.reap();
        clock.advance(HEARING.minusMillis(1));
        reaper.reap();
        assertThat(store.now(job).state()).isEqualTo(JobState.RUNNING);
        clock.advance(Duration.ofMillis(1));
        reaper.reap();
        assertThat(store.now(job).state()).isEqualTo(JobState.RETRYING);
    }

    @Test
    void they_are_heard_anew_after_each_moment_without_a_database() {
        reaper.reap();
        clock.advance(HEARING);
        database.away("reap");
        assertThatThrownBy(reaper::reap).isInstanceOf(DataAccessResourceFailureException.class);
        Job job = lost();
        database.back();
        reaper.reap();
        database.away("attempts");
        clock.advance(HEARING.dividedBy(2));
        assertThatThrownBy(reaper::reap).isInstanceOf(DataAccessResourceFailureException.class);
        database.back();

        clock.advance(HEARING);
        reaper.reap();
        assertThat(store.now(job).state()).isEqualTo(JobState.RUNNING);
        clock.advance(HEARING);
        reaper.reap();
        assertThat(store.now(job).state()).isEqualTo(JobState.RETRYING);
    }

    private Job lost() {
        Job job = store.enqueued(JobKind.SPEAK);
        assertThat(store.jobs().claim(job.id(), "cut-off", Duration.ZERO)).isPresent();
        return job;
    }
}
