package io.earmark.faults;

import io.earmark.faults.check.Breach;
import io.earmark.faults.check.Checker;
import io.earmark.faults.check.History;
import io.earmark.faults.check.Observer;
import io.earmark.faults.check.Snapshot;
import io.earmark.faults.check.Snapshots;
import io.earmark.faults.check.Traces;
import io.earmark.faults.cluster.Cluster;
import io.earmark.faults.cluster.ClusterSettings;
import io.earmark.faults.cluster.Member;
import io.earmark.faults.cluster.RunDirectory;
import io.earmark.faults.load.Gateways;
import io.earmark.faults.load.Load;
import io.earmark.faults.plan.Fault;
import io.earmark.faults.plan.FaultRun;
import io.earmark.job.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One run under fire. */
final class Run {

    static final String KEY = "ek_the-key-of-the-fault-suite-and-of-nothing-else";

    /** After the last fault something must end at least so often, until nothing is open any more. */
    private static final Duration STANDSTILL = Duration.ofMinutes(2);

    private static final Duration SWEEP = Duration.ofSeconds(90);
    /** A part of the time is left for what the last submissions meet. */
    private static final double SUBMITTING = 0.85;

    /**
     * Small, so that a run sees many tries; a job must not fail by bad luck alone. A window of 32 makes messages of two
     * jobs, which else only a fast worker is sent.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "earmark.relay.window", "32",
            "earmark.retry.attempts", "20",
            "earmark.retry.base", "300ms",
            "earmark.retry.cap", "3s",
            "earmark.upkeep.sweep", "5s",
            "earmark.upkeep.orphan-age", "60s",
            "earmark.idempotency.claim", "8s",
            "earmark.idempotency.renew", "2s");

    private final Path checkout;
    private final boolean keep;

    Run(Path checkout, boolean keep) {
        this.checkout = checkout;
        this.keep = keep;
    }

    Report run(long seed, int jobs, Duration time, List<Fault> faults)
            throws IOException, SQLException, InterruptedException {
        RunDirectory directory = RunDirectory.create();
        if (keep) {
            directory.keep();
            say("everything is in " + directory.path());
        }
        say("starting PostgreSQL, RabbitMQ, two gateways and two of each worker");
        try (Cluster cluster =
                        Cluster.start(directory, checkout, new ClusterSettings(KEY, Duration.ofSeconds(6), SETTINGS));
                Observer observer = new Observer(new Snapshots(cluster))) {
            List<String> gone = new ArrayList<>();
            Load load = new Load(
                    new Gateways(cluster.gateways().stream().map(Member::url).toList(), KEY));
            FaultRun run = new FaultRun(cluster, Clock.systemUTC());
            try {
                observer.start();
                load.start(seed, jobs, Duration.ofMillis((long) (time.toMillis() * SUBMITTING)));
                run.start(faults);
                underFire(run, load, time);
                drain(cluster, run, load);
                return report(seed, cluster, observer, run, load, gone);
            } finally {
                run.stop();
                load.stop();
            }
        }
    }

    private static void underFire(FaultRun run, Load load, Duration time) throws InterruptedException {
        say("under fire for " + time.toSeconds() + " s");
        long end = System.nanoTime() + time.toNanos();
        int shown = 0;
        while (System.nanoTime() < end || run.open() > 0) {
            Thread.sleep(500);
            if (++shown % 30 == 0) {
                say(load.accepted().size() + " accepted, " + load.open() + " to come; "
                        + run.done().size() + " faults");
            }
        }
    }

    /** No more faults: what is armed and was not met is disarmed, and everything must come to its end. */
    private static void drain(Cluster cluster, FaultRun run, Load load)
            throws IOException, SQLException, InterruptedException {
        cluster.home().disarm();
        for (Member member : cluster.members()) {
            member.signal("CONT");
        }
        cluster.awaitReady();
        say("no more faults: waiting for what is open");
        Snapshots snapshots = new Snapshots(cluster);
        long open = Long.MAX_VALUE;
        long moved = System.nanoTime();
        while (open > 0 && System.nanoTime() - moved < STANDSTILL.toNanos()) {
            Thread.sleep(500);
            long now = load.open()
                    + snapshots.states().values().stream()
                            .filter(state -> !state.isTerminal())
                            .count();
            if (now != open) {
                open = now;
                moved = System.nanoTime();
            }
        }
        run.failed().forEach(failure -> say("could not be done: " + failure));
    }

    private static Report report(
            long seed, Cluster cluster, Observer observer, FaultRun run, Load load, List<String> gone)
            throws IOException, SQLException, InterruptedException {
        Snapshots snapshots = new Snapshots(cluster);
        Set<String> succeeded = snapshots.states().entrySet().stream()
                .filter(job -> job.getValue() == JobState.SUCCEEDED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        say("looking at " + succeeded.size() + " results");
        List<Breach> breaches = new ArrayList<>(load.contents(succeeded));
        if (load.open() > 0) {
            breaches.add(new Breach(Breach.Kind.STUCK, load.open() + " submissions", "have no final answer"));
        }
        awaitSweep(snapshots);
        say("stopping the workers");
        gone.addAll(cluster.stopWorkers());
        gone.forEach(name -> breaches.add(new Breach(Breach.Kind.STUCK, name, "did not shut down when told to")));
        cluster.leftovers()
                .forEach(command -> breaches.add(new Breach(Breach.Kind.STUCK, "process", "is left: " + command)));
        Traces traces = new Traces(cluster.home());
        Snapshot snapshot = snapshots.take();
        History history = new History(load.accepted(), observer.seen(), traces.completed(), FaultRun.POISON);
        breaches.addAll(Checker.check(history, snapshot));
        return Summary.of(seed, run, load, traces, snapshot, breaches);
    }

    /** The gateways sweep every few seconds what nothing points at and is old enough. */
    private static void awaitSweep(Snapshots snapshots) throws IOException, SQLException, InterruptedException {
        say("waiting for the orphan sweep");
        long end = System.nanoTime() + SWEEP.toNanos();
        while (System.nanoTime() < end && snapshots.unwantedBlobs() > 0) {
            Thread.sleep(500);
        }
    }

    static void say(String what) {
        System.err.println("faults: " + what);
    }
}
