package io.earmark.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.Broker;
import io.earmark.RabbitNode;
import io.earmark.TcpProxy;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.wire.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.boot.health.contributor.Status;

/** The broker restarts, loses everything, or is cut off, under a worker that is at work. */
class BrokerAwayTest {

    private static final JobKind KIND = JobKind.TRANSCRIBE;
    private static final RabbitNode NODE = RabbitNode.running();

    @TempDir
    static Path directory = Path.of("");

    private final TcpProxy line = new TcpProxy(NODE.port());
    private final TestStore store = TestStore.create(directory);
    private final Dispatch dispatch = Dispatch.start(store, NODE.uri());
    private final CountDownLatch release = new CountDownLatch(1);
    private final ScriptedHandler handler = ScriptedHandler.until(KIND, release, TestStore.TRANSCRIPT);
    private final TestWorker worker = TestWorker.start(
            store.url(),
            NODE.uri().replace(":" + NODE.port(), ":" + line.port()),
            directory,
            // One is busy with a job when the broker goes; the other notices at once.
            List.of(handler, new ScriptedHandler(JobKind.SPEAK, job -> TestStore.TRANSCRIPT)));

    BrokerAwayTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        worker.close();
        dispatch.close();
        store.close();
        line.close();
    }

    @AfterAll
    static void stopNode() {
        NODE.close();
    }

    @Test
    void after_a_restart_everything_goes_on() throws Exception {
        List<Job> jobs = someJobs();
        handler.awaitBegun();
        NODE.stop();
        awaitWork(Status.DOWN);
        assertThat(worker.health("liveness")).isEqualTo(Status.UP);
        NODE.start();
        release.countDown();
        assertEachDoneOnce(jobs);
        awaitWork(Status.UP);
    }

    @Test
    void after_a_loss_of_everything_all_that_waits_is_dispatched_again() throws Exception {
        List<Job> jobs = someJobs();
        handler.awaitBegun();
        NODE.wipe();
        release.countDown();
        assertEachDoneOnce(jobs);
        awaitWork(Status.UP);
    }

    @Test
    void queues_that_somebody_deletes_are_declared_again() throws Exception {
        List<Job> jobs = someJobs();
        handler.awaitBegun();
        delete(() -> dispatch.admin().deleteQueue(Topology.queue(KIND)));
        delete(() -> dispatch.admin().deleteExchange(Topology.EXCHANGE));
        delete(() -> dispatch.admin().deleteQueue(Topology.DEAD_LETTERS));
        release.countDown();
        assertEachDoneOnce(jobs);
        awaitWork(Status.UP);
    }

    /** Again, if need be: RabbitMQ may end a connection with an internal error (541) over which messages go to a queue just then. */
    private static void delete(Runnable deletion) {
        Awaitility.await().ignoreException(AmqpException.class).untilAsserted(deletion::run);
    }

    /** RabbitMQ does not tell a consumer of a deletion that is undone at once. */
    @Test
    void a_queue_that_is_deleted_and_at_once_declared_again_is_consumed() {
        awaitWork(Status.UP);
        deleteAndDeclare();
        release.countDown();
        assertEachDoneOnce(someJobs());
        awaitWork(Status.UP);
    }

    private void deleteAndDeclare() {
        Queue queue = Topology.declarables().getDeclarablesByType(Queue.class).stream()
                .filter(each -> each.getName().equals(Topology.queue(KIND)))
                .findFirst()
                .orElseThrow();
        dispatch.template().execute(channel -> {
            channel.queueDelete(queue.getName());
            return channel.queueDeclare(queue.getName(), true, false, false, queue.getArguments());
        });
        dispatch.admin().initialize();
    }

    /** After some messages RabbitMQ gives such a consumer the new ones, but takes them for old ones on the way to it. */
    @Test
    void a_message_that_the_broker_keeps_to_itself_is_asked_for() throws Exception {
        release.countDown();
        assertEachDoneOnce(someJobs());
        dispatch.pause();
        deleteAndDeclare();
        Job job = store.enqueued(KIND);
        dispatch.announce();
        assertEachDoneOnce(List.of(job));
    }

    @Test
    void a_worker_declares_for_itself_what_is_missing() throws Exception {
        awaitWork(Status.UP);
        dispatch.close();
        CachingConnectionFactory connections = Broker.connections(NODE.uri());
        RabbitAdmin admin = new RabbitAdmin(connections);
        admin.deleteQueue(Topology.queue(KIND));
        admin.deleteQueue(Topology.DEAD_LETTERS);
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> admin.getQueueInfo(Topology.queue(KIND)) != null
                        && admin.getQueueInfo(Topology.DEAD_LETTERS) != null);
        awaitWork(Status.UP);
        connections.destroy();
    }

    @Test
    void a_line_that_is_cut_in_the_middle_of_a_job_costs_nothing() throws Exception {
        Job job = store.enqueued(KIND);
        handler.awaitBegun();
        line.cut();
        Awaitility.await("its message to be back").until(() -> dispatch.waiting(Topology.queue(KIND)) == 1);
        release.countDown();
        store.await(job, JobState.SUCCEEDED);
        line.mend();
        Job next = store.enqueued(KIND);
        assertEachDoneOnce(List.of(job, next));
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> worker.count("earmark.job.duplicates") >= 1);
    }

    private List<Job> someJobs() {
        return Stream.generate(() -> store.enqueued(KIND)).limit(5).toList();
    }

    private void assertEachDoneOnce(List<Job> jobs) {
        for (Job job : jobs) {
            store.await(job, JobState.SUCCEEDED);
            assertThat(store.outcomes(job)).containsExactly(Attempt.Outcome.SUCCEEDED);
            assertThat(store.results(job)).isEqualTo(1);
        }
    }

    private void awaitWork(Status status) {
        Awaitility.await("the worker to be " + status)
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> worker.health("work").equals(status));
    }
}
