package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.Broker;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.wire.JobMessage;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.boot.health.contributor.Status;

/** A worker on a real RabbitMQ and a real PostgreSQL. */
class JobConsumerTest {

    private static final JobKind KIND = JobKind.TRANSCRIBE;

    @TempDir
    static Path directory = Path.of("");

    private final TestStore store = TestStore.create(directory);
    private final Dispatch dispatch = Dispatch.start(store, Broker.uri());
    private final ScriptedHandler handler = new ScriptedHandler(KIND, job -> TestStore.TRANSCRIPT);
    private TestWorker worker = worker(handler);

    JobConsumerTest() throws IOException {}

    private TestWorker worker(ScriptedHandler with, String... settings) {
        return TestWorker.start(store.url(), Broker.uri(), store.directory(), List.of(with), settings);
    }

    @BeforeEach
    void awaitReady() {
        Awaitility.await().until(() -> worker.health("readiness").equals(Status.UP));
    }

    @AfterEach
    void stop() {
        worker.close();
        dispatch.close();
        store.close();
    }

    @Test
    void a_message_is_acknowledged_when_its_job_is_done_and_a_duplicate_too() {
        Job job = store.enqueued(KIND);
        store.await(job, JobState.SUCCEEDED);
        dispatch.send(KIND, JobMessageCodec.encode(new JobMessage(job.id(), KIND)));
        dispatch.send(KIND, JobMessageCodec.encode(new JobMessage(JobId.of(Instant.EPOCH), KIND)));
        Awaitility.await().until(() -> worker.count("earmark.job.duplicates") == 2);

        worker.close();
        assertThat(dispatch.waiting(Topology.queue(KIND)))
                .as("nothing came back")
                .isZero();
        assertThat(dispatch.waiting(Topology.DEAD_LETTERS)).isZero();
        assertThat(handler.runs()).isEqualTo(1);
    }

    @Test
    void a_message_may_name_several_jobs() {
        List<Job> jobs = sentTogether();
        jobs.forEach(job -> store.await(job, JobState.SUCCEEDED));
        assertThat(worker.count("earmark.job.claims")).isEqualTo(jobs.size());
    }

    @Test
    void those_behind_one_that_takes_long_are_given_back() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        worker.close();
        worker = worker(new ScriptedHandler(KIND, job -> {
            begun.countDown();
            release.await();
            return TestStore.TRANSCRIPT;
        }));
        List<Job> jobs = sentTogether();
        Awaitility.await().until(() -> begun.getCount() == 0);
        long since = System.nanoTime();
        Awaitility.await()
                .until(() -> System.nanoTime() - since > Duration.ofSeconds(1).toNanos());
        release.countDown();

        store.await(jobs.get(0), JobState.SUCCEEDED);
        Awaitility.await().until(() -> sent() == 0);
        assertThat(worker.count("earmark.job.claims")).isEqualTo(1);
        dispatch.resume();
        jobs.forEach(job -> store.await(job, JobState.SUCCEEDED));
    }

    /** Three jobs, in one message. */
    private List<Job> sentTogether() {
        dispatch.pause();
        List<Job> jobs = Stream.generate(() -> store.enqueued(KIND)).limit(3).toList();
        store.jdbc().sql("update outbox set sent_at = now()").update();
        dispatch.send(
                KIND,
                JobMessageCodec.encode(JobMessage.of(jobs.stream().map(Job::id).toList(), KIND)));
        return jobs;
    }

    private long sent() {
        return store.jdbc()
                .sql("select count(*) from outbox where sent_at is not null")
                .query(Long.class)
                .single();
    }

    @Test
    void poison_goes_to_the_dead_letters_and_what_is_behind_it_is_done() {
        List<byte[]> poison = List.of(
                new byte[] {0, (byte) 0xff, 7},
                new byte[0],
                bytes("{\"kind\":\"TRANSCRIBE\"}"),
                bytes("{\"id\":\"" + JobId.of(Instant.EPOCH) + "\",\"kind\":\"DANCE\"}"),
                JobMessageCodec.encode(new JobMessage(JobId.of(Instant.EPOCH), JobKind.SPEAK))
                        .getBody(),
                bytes("{\"id\":\"" + "7".repeat(10_000_000) + "\"}"));
        for (byte[] body : poison) {
            dispatch.send(KIND, MessageBuilder.withBody(body).build());
        }
        Job job = store.enqueued(KIND);

        store.await(job, JobState.SUCCEEDED);
        Awaitility.await().until(() -> dispatch.waiting(Topology.DEAD_LETTERS) == poison.size());
        assertThat(worker.count("earmark.job.poison")).isEqualTo(poison.size());
    }

    @Test
    void two_versions_side_by_side_share_the_work() {
        CountDownLatch bothBusy = new CountDownLatch(2);
        ScriptedHandler together = new ScriptedHandler(KIND, job -> {
            bothBusy.countDown();
            bothBusy.await();
            return TestStore.TRANSCRIPT;
        });
        worker.close();
        worker = worker(together);
        try (TestWorker newer = worker(together)) {
            Job one = store.enqueued(KIND);
            Job other = store.enqueued(KIND);
            for (Job job : List.of(one, other)) {
                String body = "{\"id\":\"" + job.id() + "\",\"kind\":\"TRANSCRIBE\",\"since\":\"2.0\",\"hints\":{}}";
                dispatch.send(KIND, MessageBuilder.withBody(bytes(body)).build());
            }
            store.await(one, JobState.SUCCEEDED);
            store.await(other, JobState.SUCCEEDED);
            Awaitility.await().until(() -> worker.ended("succeeded") == 1 && newer.ended("succeeded") == 1);
        }
    }

    @Test
    void the_counters_add_up() {
        Job good = store.enqueued(KIND);
        store.await(good, JobState.SUCCEEDED);
        dispatch.send(KIND, JobMessageCodec.encode(new JobMessage(good.id(), KIND)));
        dispatch.send(KIND, MessageBuilder.withBody(bytes("poison")).build());
        store.await(store.enqueued(KIND), JobState.SUCCEEDED);
        Awaitility.await()
                .until(() -> worker.count("earmark.job.duplicates") >= 1
                        && worker.count("earmark.job.poison") == 1
                        && worker.ended("") == 2);
        // A duplicate may still be on its way.
        Awaitility.await().untilAsserted(() -> {
            double settled = counted("duplicates") + counted("poison") + counted("returned") + counted("claims");
            assertThat(counted("deliveries")).isEqualTo(settled);
            assertThat(counted("claims")).isEqualTo(worker.ended(""));
        });
    }

    private double counted(String name) {
        return worker.count("earmark.job." + name);
    }

    /** More returns than the queue allows: what a flapping database could do at worst. */
    @Test
    void a_good_message_that_came_back_too_often_is_announced_again() {
        worker.close();
        Job job = store.enqueued(KIND);
        Awaitility.await().until(() -> {
            dispatch.template().execute(channel -> {
                var got = channel.basicGet(Topology.queue(KIND), false);
                if (got != null) {
                    channel.basicReject(got.getEnvelope().getDeliveryTag(), true);
                }
                return true;
            });
            Message dead = dispatch.template().receive(Topology.DEAD_LETTERS);
            return dead != null;
        });

        worker = worker(handler);
        store.await(job, JobState.SUCCEEDED);
        assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.SUCCEEDED);
    }

    @Test
    void a_worker_that_shuts_down_hands_its_job_to_the_next_and_takes_no_message_meanwhile() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        worker.close();
        ScriptedHandler slow = ScriptedHandler.until(KIND, never, TestStore.TRANSCRIPT);
        worker = worker(slow, "earmark.work.shutdown=1s", "earmark.work.concurrency=2");
        Job job = store.enqueued(KIND);
        slow.awaitBegun();
        Thread shutdown = new Thread(worker::close);
        shutdown.start();
        Job waiting = store.enqueued(KIND);
        try (TestWorker next = worker(handler)) {
            store.await(job, JobState.SUCCEEDED);
            store.await(waiting, JobState.SUCCEEDED);
            next.awaitEnded("succeeded", 2);
        }
        shutdown.join();
        assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.HANDED_BACK, Attempt.Outcome.SUCCEEDED);
        assertThat(store.now(job).attempts()).isEqualTo(1);
        assertThat(dispatch.waiting(Topology.DEAD_LETTERS)).isZero();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
