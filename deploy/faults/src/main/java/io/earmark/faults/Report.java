package io.earmark.faults;

import io.earmark.faults.check.Breach;
import io.earmark.faults.check.Snapshot;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run prints at its end.
 *
 * @param accepted submissions
 * @param refused  submissions that had to be
 * @param faults   those that happened, by kind
 * @param points   failpoints that went off, by what they did
 * @param times    of the jobs that ended, the shortest first
 * @param unmet    failpoints that were armed, and that nobody came by
 */
record Report(
        long seed,
        int accepted,
        int refused,
        int tries,
        Map<String, Long> kinds,
        Map<String, Long> faults,
        Map<String, Long> points,
        int distinctPoints,
        List<String> unmet,
        Recovery recovery,
        List<JobTime> times,
        Duration silence,
        Snapshot snapshot,
        List<Breach> breaches) {

    private static final int MOST_SHOWN = 50;

    boolean isClean() {
        return breaches.isEmpty();
    }

    void print(PrintStream out) {
        out.println();
        row(out, "seed", Long.toString(seed));
        row(out, "jobs accepted", accepted + " " + kinds);
        row(
                out,
                "jobs in all, with what follows",
                Integer.toString(snapshot.jobs().size()));
        row(out, "  ended as", states().toString());
        row(out, "submissions refused, rightly", Integer.toString(refused));
        row(out, "requests for all of them", Integer.toString(tries));
        row(out, "attempts", outcomes().toString());
        out.println();
        row(
                out,
                "faults",
                Long.toString(
                        faults.values().stream().mapToLong(Long::longValue).sum()));
        faults.forEach((kind, count) -> row(out, "  " + kind, Long.toString(count)));
        row(out, "failpoints that went off", points + " at " + distinctPoints + " places");
        row(out, "  armed and not met", unmet.isEmpty() ? "none" : String.join(", ", unmet));
        row(out, "longest recovery", JobTime.seconds(recovery.time()) + " (" + recovery.what() + ")");
        row(out, "longest silence", JobTime.seconds(silence));
        if (!times.isEmpty()) {
            row(out, "median job", times.get(times.size() / 2).toString());
            row(out, "slowest job", times.get(times.size() - 1).toString());
        }
        out.println();
        for (Breach.Kind kind : Breach.Kind.values()) {
            row(out, kind.name().toLowerCase(Locale.ROOT), Long.toString(count(kind)));
        }
        breaches.stream().limit(MOST_SHOWN).forEach(breach -> out.println("  " + breach));
        out.println();
        out.println(lastLine());
    }

    String lastLine() {
        return String.format(
                Locale.ROOT,
                "faults: jobs=%d lost=%d duplicated=%d stuck=%d corrupt=%d",
                accepted,
                count(Breach.Kind.LOST),
                count(Breach.Kind.DUPLICATED),
                count(Breach.Kind.STUCK),
                count(Breach.Kind.CORRUPT));
    }

    private long count(Breach.Kind kind) {
        return breaches.stream().filter(breach -> breach.kind() == kind).count();
    }

    private Map<String, Long> states() {
        Map<String, Long> states = new TreeMap<>();
        snapshot.jobs().forEach(job -> states.merge(job.state().name(), 1L, Long::sum));
        return states;
    }

    private Map<String, Long> outcomes() {
        Map<String, Long> outcomes = new TreeMap<>();
        snapshot.attempts().forEach(one -> outcomes.merge(String.valueOf(one.outcome()), 1L, Long::sum));
        return outcomes;
    }

    private static void row(PrintStream out, String name, String value) {
        out.printf("%-32s %s%n", name, value);
    }
}
