package io.earmark.faults;

import io.earmark.faults.check.Breach;
import io.earmark.faults.cluster.Cluster;
import io.earmark.faults.cluster.ClusterSettings;
import io.earmark.faults.cluster.Member;
import io.earmark.faults.cluster.RunDirectory;
import io.earmark.faults.inside.Broken;
import io.earmark.faults.load.Gateways;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows that the suite can fail: every rule of the engine is taken away once, and that must be found out. */
final class SelfTest {

    private static final Duration LEASE = Duration.ofSeconds(4);

    /**
     * One net alone: the engine finds out by itself, a quarter of a minute later, what the broker lost, and so would mend
     * three of the five before anybody noticed.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "earmark.upkeep.resend", "1h",
            "earmark.retry.base", "100ms",
            "earmark.retry.cap", "200ms");

    private final Path checkout;
    private final boolean keep;

    SelfTest(Path checkout, boolean keep) {
        this.checkout = checkout;
        this.keep = keep;
    }

    private interface Part {
        boolean with(Cluster cluster, Scenario scenario) throws IOException, SQLException, InterruptedException;
    }

    /** Each scenario with the sound engine, which must pass, and with the broken one, which must not. */
    boolean all() throws IOException, SQLException, InterruptedException {
        return cluster((cluster, scenario) -> {
            boolean good = true;
            for (Broken rule : Broken.values()) {
                List<Breach> sound = scenario.play(rule);
                show(rule, "sound engine", sound);
                List<Breach> found = broken(cluster, scenario, rule);
                show(rule, "broken engine", found);
                good &= sound.isEmpty() && found.stream().anyMatch(breach -> breach.kind() == expected(rule));
            }
            System.out.println(good ? "self-test: every broken engine was found out" : "self-test: FAILED");
            return good;
        });
    }

    /** @return whether nothing was found, which would be wrong */
    boolean broken(Broken rule) throws IOException, SQLException, InterruptedException {
        return cluster((cluster, scenario) -> {
            List<Breach> found = broken(cluster, scenario, rule);
            show(rule, "broken engine", found);
            System.out.println(lastLine(found));
            return found.isEmpty();
        });
    }

    private static Breach.Kind expected(Broken rule) {
        return switch (rule) {
            case FENCE, CLAIM -> Breach.Kind.DUPLICATED;
            case ACK_EARLY, MANDATORY, CONFIRM -> Breach.Kind.STUCK;
        };
    }

    private static List<Breach> broken(Cluster cluster, Scenario scenario, Broken rule)
            throws IOException, SQLException, InterruptedException {
        cluster.home().setBroken(rule, true);
        try {
            return scenario.play(rule);
        } finally {
            cluster.home().setBroken(rule, false);
        }
    }

    private boolean cluster(Part part) throws IOException, SQLException, InterruptedException {
        RunDirectory directory = RunDirectory.create();
        if (keep) {
            directory.keep();
            Run.say("everything is in " + directory.path());
        }
        Run.say("starting PostgreSQL, RabbitMQ, two gateways and two of each worker");
        try (Cluster cluster = Cluster.start(directory, checkout, new ClusterSettings(Run.KEY, LEASE, SETTINGS))) {
            Gateways gateways =
                    new Gateways(cluster.gateways().stream().map(Member::url).toList(), Run.KEY);
            return part.with(cluster, new Scenario(cluster, gateways));
        }
    }

    private static void show(Broken rule, String engine, List<Breach> found) {
        System.out.printf(
                "%-10s %-14s %s%n", rule.label(), engine, found.isEmpty() ? "nothing to complain of" : rule.words());
        found.forEach(breach -> System.out.println("           " + breach));
    }

    private static String lastLine(List<Breach> found) {
        StringBuilder line = new StringBuilder("faults: jobs=1");
        for (Breach.Kind kind : Breach.Kind.values()) {
            line.append(' ')
                    .append(kind.name().toLowerCase(Locale.ROOT))
                    .append('=')
                    .append(found.stream()
                            .filter(breach -> breach.kind() == kind)
                            .count());
        }
        return line.toString();
    }
}
