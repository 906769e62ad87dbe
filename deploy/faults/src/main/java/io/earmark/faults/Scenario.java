package io.earmark.faults;

import com.rabbitmq.client.Channel;
import io.earmark.faults.check.Accepted;
import io.earmark.faults.check.Breach;
import io.earmark.faults.check.Checker;
import io.earmark.faults.check.History;
import io.earmark.faults.check.Observer;
import io.earmark.faults.check.Snapshots;
import io.earmark.faults.check.Traces;
import io.earmark.faults.cluster.Cluster;
import io.earmark.faults.cluster.Member;
import io.earmark.faults.inside.Action;
import io.earmark.faults.inside.Broken;
import io.earmark.faults.load.Gateways;
import io.earmark.faults.plan.FaultRun;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.wire.JobMessage;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * For each way of being broken the shortest course of events that needs the missing rule. One SPEAK job, a fault or two
 * at the right step, and the same checker as ever.
 */
final class Scenario {

    private static final String QUEUE = Topology.queue(JobKind.SPEAK);
    /** A sound engine needs a fraction of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    /** Twice the lease. */
    private static final Duration ASLEEP = Duration.ofSeconds(8);

    private static final Duration AT_WORK = Duration.ofSeconds(14);
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Gateways gateways;
    private final Snapshots snapshots;

    Scenario(Cluster cluster, Gateways gateways) {
        this.cluster = cluster;
        this.gateways = gateways;
        this.snapshots = new Snapshots(cluster);
    }

    /** What this rule is needed for. @return what the checker has to say of the job */
    List<Breach> play(Broken rule) throws IOException, SQLException, InterruptedException {
        cluster.home().disarm();
        cluster.awaitReady();
        try (Observer observer = new Observer(snapshots)) {
            observer.start();
            String job =
                    switch (rule) {
                        case FENCE -> aWorkerSleepsThroughItsLease();
                        case ACK_EARLY -> aWorkerDiesBeforeItsClaim();
                        case MANDATORY -> theQueueIsGone();
                        case CONFIRM -> theBrokerDiesBeforeItConfirms();
                        case CLAIM -> theMessageComesTwice();
                    };
            awaitEnd(job);
            History history = new History(
                    List.of(new Accepted(0, job, null, false)),
                    observer.seen(),
                    new Traces(cluster.home()).completed(),
                    FaultRun.POISON);
            List<Breach> breaches = Checker.check(history, snapshots.take().only(Set.of(job)));
            // What is stuck must not come between in the next scenario.
            gateways.cancel(job);
            return breaches;
        }
    }

    /**
     * It has made its result, sleeps, wakes when another is at the same job, and goes on to write. Both workers have spoken
     * before: the first time a voice is loaded, which can take longer than the lease, and the job would be another's too early.
     */
    private String aWorkerSleepsThroughItsLease() throws IOException, SQLException, InterruptedException {
        List<String> first = List.of(gateways.speak("One."), gateways.speak("Two."));
        for (String job : first) {
            awaitTerminal(job);
        }
        int before = cluster.home().fired("handler.after");
        cluster.home().arm("handler.after@speech", Action.pause(ASLEEP));
        String job = gateways.speak("I slept.");
        awaitFired("handler.after", before);
        int begun = cluster.home().fired("handler.before");
        cluster.home().arm("handler.before@speech", Action.delay(AT_WORK));
        awaitFired("handler.before", begun);
        return job;
    }

    private String aWorkerDiesBeforeItsClaim() throws IOException, InterruptedException {
        cluster.home().arm("jobs.claim.before@speech", Action.KILL);
        return gateways.speak("I was about to begin.");
    }

    /** Nobody may make it anew before the message is sent: the workers stand still meanwhile. */
    private String theQueueIsGone() throws IOException, InterruptedException {
        int before = cluster.home().fired("publish.after");
        signalSpeech("STOP");
        try {
            cluster.broker().use(channel -> channel.queueDelete(QUEUE));
            cluster.home().arm("publish.after@gateway", Action.delay(Duration.ZERO));
            String job = gateways.speak("Is anybody there?");
            awaitFired("publish.after", before);
            return job;
        } finally {
            signalSpeech("CONT");
        }
    }

    /**
     * The message is in a socket of a broker that stands still, and dies. One gateway alone is at work, and has just
     * published: a relay that had to connect first would wait for the broker before it wrote anything.
     */
    private String theBrokerDiesBeforeItConfirms() throws IOException, SQLException, InterruptedException {
        Member working = cluster.gateways().get(0);
        Member other = cluster.gateways().get(1);
        Gateways gateway = new Gateways(List.of(working.url()), Run.KEY);
        other.signal("STOP");
        try {
            awaitEnd(gateway.speak("Are you there?"));
            int before = cluster.home().fired("publish.after");
            cluster.broker().pause();
            cluster.home().arm("publish.after@gateway", Action.delay(Duration.ZERO));
            String job = gateway.speak("Did you get this?");
            awaitFired("publish.after", before);
            Thread.sleep(1_000);
            cluster.broker().kill();
            cluster.broker().restart();
            return job;
        } finally {
            other.signal("CONT");
        }
    }

    private String theMessageComesTwice() throws IOException, InterruptedException {
        int before = cluster.home().fired("handler.before");
        cluster.home().arm("handler.before@speech", Action.delay(A_WHILE));
        String job = gateways.speak("I heard you the first time.");
        awaitFired("handler.before", before);
        byte[] again = JobMessageCodec.encode(new JobMessage(JobId.parse(job), JobKind.SPEAK))
                .getBody();
        cluster.broker().use((Channel channel) -> {
            channel.basicPublish("", QUEUE, null, again);
            return true;
        });
        return job;
    }

    private void signalSpeech(String signal) throws IOException {
        for (Member member : cluster.members()) {
            if (member.name().startsWith("speech")) {
                member.signal(signal);
            }
        }
    }

    private void awaitFired(String point, int before) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (cluster.home().fired(point) <= before) {
            if (System.nanoTime() > end) {
                throw new IOException("Nobody came by " + point + " within " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(50);
        }
    }

    /** And for a while longer, so that whoever still works on it is seen. */
    private void awaitEnd(String job) throws SQLException, InterruptedException {
        if (awaitTerminal(job)) {
            Thread.sleep(A_WHILE.toMillis());
        }
    }

    /** @return whether it ended in time */
    private boolean awaitTerminal(String job) throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            JobState state = snapshots.states().get(job);
            if (state != null && state.isTerminal()) {
                return true;
            }
            Thread.sleep(200);
        }
        return false;
    }
}
