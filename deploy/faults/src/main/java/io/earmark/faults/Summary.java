package io.earmark.faults;

import io.earmark.faults.check.Accepted;
import io.earmark.faults.check.Breach;
import io.earmark.faults.check.Snapshot;
import io.earmark.faults.check.Traces;
import io.earmark.faults.load.Load;
import io.earmark.faults.plan.FaultKind;
import io.earmark.faults.plan.FaultRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what a run did and met. */
final class Summary {

    private Summary() {}

    static Report of(long seed, FaultRun run, Load load, Traces traces, Snapshot snapshot, List<Breach> breaches)
            throws IOException {
        List<Traces.Line> fired = traces.lines().stream()
                .filter(line -> line.event().equals("fired"))
                .toList();
        Map<String, Long> points = new TreeMap<>();
        fired.forEach(
                line -> points.merge(line.detail().replaceFirst(" .*", "").toLowerCase(Locale.ROOT), 1L, Long::sum));
        Map<String, Long> kinds = new TreeMap<>();
        List<Recovery.Struck> struck = new ArrayList<>();
        for (FaultRun.Done done : run.done()) {
            kinds.merge(done.fault().kind().label(), 1L, Long::sum);
            struck.add(new Recovery.Struck(
                    done.at(), done.fault().kind().label() + " " + done.fault().target()));
        }
        fired.forEach(line -> struck.add(
                new Recovery.Struck(line.time(), line.detail() + " at " + line.what() + " in " + line.process())));
        Set<String> met = fired.stream().map(Traces.Line::what).collect(Collectors.toSet());
        List<Accepted> scripted =
                load.accepted().stream().filter(one -> one.submission() >= 0).toList();
        return new Report(
                seed,
                scripted.size(),
                load.refused(),
                load.tries(),
                load.kinds(),
                kinds,
                points,
                met.size(),
                unmet(run.done(), met),
                Recovery.longest(struck, snapshot.jobs()),
                JobTime.all(snapshot),
                Recovery.silence(snapshot.jobs()),
                snapshot,
                breaches);
    }

    private static List<String> unmet(List<FaultRun.Done> done, Set<String> met) {
        return done.stream()
                .filter(one -> one.fault().kind() == FaultKind.FAILPOINT)
                .map(one -> one.fault().target())
                .filter(point -> !met.contains(point.replaceFirst("@.*", "")))
                .distinct()
                .sorted()
                .toList();
    }
}
