package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.Broker;
import io.earmark.PostgresNode;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.wire.JobMessage;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** The database is stopped under a worker, and comes back at the same address with its data. */
class DatabaseAwayTest {

    private static final JobKind KIND = JobKind.TRANSCRIBE;

    @TempDir
    static Path directory = Path.of("");

    private final PostgresNode database = PostgresNode.running();
    private final TestStore store = new TestStore(database.url(), directory);
    private final Dispatch dispatch = Dispatch.start(store, Broker.uri());
    private final CountDownLatch release = new CountDownLatch(1);
    private final ScriptedHandler handler = ScriptedHandler.until(KIND, release, TestStore.TRANSCRIPT);
    private final TestWorker worker = TestWorker.start(
            database.url(),
            Broker.uri(),
            directory,
            List.of(handler),
            "spring.datasource.hikari.connection-timeout=500");

    DatabaseAwayTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        worker.close();
        dispatch.close();
        store.close();
        database.close();
    }

    @Test
    void a_worker_without_a_database_takes_no_messages_and_comes_back_with_it() throws Exception {
        awaitWork(Status.UP);
        Job job = store.enqueued(KIND);
        handler.awaitBegun();
        release.countDown();
        store.await(job, JobState.SUCCEEDED);

        database.stop();
        dispatch.send(KIND, JobMessageCodec.encode(new JobMessage(job.id(), KIND)));
        awaitWork(Status.DOWN);
        Awaitility.await("the message to be back in the queue, and nobody to take it")
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> dispatch.waiting(Topology.queue(KIND)) == 1 && dispatch.consumers(KIND) == 0);
        assertThat(worker.health("liveness")).isEqualTo(Status.UP);
        assertThat(worker.health("readiness")).isNotEqualTo(Status.UP);

        database.restart();
        awaitWork(Status.UP);
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> worker.count("earmark.job.duplicates") == 1);
        assertThat(worker.count("earmark.job.returned"))
                .as("far from the delivery limit")
                .isLessThan(5);
        Job next = store.enqueued(KIND);
        store.await(next, JobState.SUCCEEDED);
    }

    @Test
    void a_job_that_ends_while_the_database_restarts_keeps_its_result() throws Exception {
        Job job = store.enqueued(KIND);
        handler.awaitBegun();
        database.stop();
        release.countDown();
        Awaitility.await().until(() -> worker.ended("") == 0);
        database.restart();
        store.await(job, JobState.SUCCEEDED);
        assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.SUCCEEDED);
        assertThat(handler.runs()).isEqualTo(1);
        store.await(store.enqueued(KIND), JobState.SUCCEEDED);
    }

    private void awaitWork(Status status) {
        Awaitility.await("the worker to be " + status)
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> worker.health("work").equals(status));
    }
}
