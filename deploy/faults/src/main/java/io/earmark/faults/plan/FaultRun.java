package io.earmark.faults.plan;

import io.earmark.faults.cluster.Cluster;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.wire.JobMessage;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.amqp.core.Message;

/** Does what the schedule says, each at its time. */
public final class FaultRun {

    /** A fault and when it really happened. */
    public record Done(Instant at, Fault fault) {}

    /** What a message says that nobody can decode. */
    public static final String POISON = "neither JSON nor a job";

    private static final int THREADS = 6;
    private static final int DUPLICATES = 10;
    private static final String SOME_JOBS = "select id, kind from job order by random() limit " + DUPLICATES;

    private final Cluster cluster;
    private final Clock clock;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final Queue<Done> done = new ConcurrentLinkedQueue<>();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();

    public FaultRun(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    public void start(List<Fault> faults) {
        open.addAndGet(faults.size());
        for (Fault fault : faults) {
            threads.schedule(() -> cause(fault), fault.at().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void cause(Fault fault) {
        Instant at = clock.instant();
        try {
            perform(fault);
            done.add(new Done(at, fault));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | SQLException | RuntimeException e) {
            failed.add(fault + ": " + e);
        } finally {
            open.decrementAndGet();
        }
    }

    private void perform(Fault fault) throws IOException, SQLException, InterruptedException {
        switch (fault.kind()) {
            case KILL -> cluster.member(fault.target()).signal("KILL");
            case TERMINATE -> cluster.member(fault.target()).signal("TERM");
            case PAUSE -> pause(fault);
            case FAILPOINT -> cluster.home().arm(fault.target(), Objects.requireNonNull(fault.action()));
            case BROKER_RESTART -> {
                cluster.broker().stop();
                cluster.broker().restart();
            }
            case BROKER_KILL -> {
                cluster.broker().kill();
                cluster.broker().restart();
            }
            case BROKER_PAUSE -> {
                cluster.broker().pause();
                sleep(fault.time());
                cluster.broker().resume();
            }
            case BROKER_WIPE -> {
                cluster.broker().kill();
                cluster.broker().wipe();
                cluster.broker().restart();
            }
            case QUEUES_DELETED -> cluster.broker().use(channel -> channel.queueDelete(fault.target()));
            case DATABASE_CRASH -> {
                cluster.database().crash();
                cluster.database().restart();
            }
            case DUPLICATES -> duplicates();
            case POISON -> send(fault.target(), POISON.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void pause(Fault fault) throws IOException, InterruptedException {
        cluster.member(fault.target()).signal("STOP");
        sleep(fault.time());
        cluster.member(fault.target()).signal("CONT");
    }

    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    private void duplicates() throws SQLException, IOException {
        List<JobMessage> messages = new ArrayList<>();
        try (Connection connection = cluster.database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SOME_JOBS)) {
            while (row.next()) {
                messages.add(new JobMessage(JobId.parse(row.getString(1)), JobKind.valueOf(row.getString(2))));
            }
        }
        for (JobMessage message : messages) {
            announce(message);
        }
    }

    /** A message as the relay would send it. */
    void announce(JobMessage message) throws IOException {
        Message encoded = JobMessageCodec.encode(message);
        send(Topology.queue(message.kind()), encoded.getBody());
    }

    private void send(String queue, byte[] body) throws IOException {
        cluster.broker().use(channel -> {
            channel.basicPublish("", queue, null, body);
            return true;
        });
    }

    /** Faults that are yet to come or under way. */
    public int open() {
        return open.get();
    }

    /** Those that happened. */
    public List<Done> done() {
        return List.copyOf(done);
    }

    /** Those that could not be done, and why. */
    public List<String> failed() {
        return List.copyOf(failed);
    }

    public void stop() {
        threads.shutdownNow();
    }
}
