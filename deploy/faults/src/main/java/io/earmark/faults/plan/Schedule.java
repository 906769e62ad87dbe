package io.earmark.faults.plan;

import io.earmark.faults.cluster.Deployable;
import io.earmark.job.JobKind;
import io.earmark.wire.Topology;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws up the faults of a run: the same for the same seed. Each kind comes up once before any comes twice too often,
 * and every failpoint with every action before one is repeated.
 */
public final class Schedule {

    /** Of a hundred faults, how many are of each kind, about. */
    private static final Map<FaultKind, Integer> SHARES = new EnumMap<>(Map.ofEntries(
            Map.entry(FaultKind.FAILPOINT, 56),
            Map.entry(FaultKind.KILL, 10),
            Map.entry(FaultKind.PAUSE, 7),
            Map.entry(FaultKind.TERMINATE, 4),
            Map.entry(FaultKind.DUPLICATES, 5),
            Map.entry(FaultKind.POISON, 2),
            Map.entry(FaultKind.QUEUES_DELETED, 4),
            Map.entry(FaultKind.BROKER_RESTART, 2),
            Map.entry(FaultKind.BROKER_KILL, 2),
            Map.entry(FaultKind.BROKER_PAUSE, 2),
            Map.entry(FaultKind.BROKER_WIPE, 2),
            Map.entry(FaultKind.DATABASE_CRASH, 4)));

    private static final int LEAST_GAP_MILLIS = 1_500;
    private static final int MOST_GAP_MILLIS = 4_500;
    /** A server needs some ten seconds to come back. */
    private static final Duration BETWEEN_SERVERS = Duration.ofSeconds(18);

    private final Random random;
    private final Deque<Points.Armed> points = new ArrayDeque<>();
    private final Deque<FaultKind> kinds = new ArrayDeque<>();

    private Schedule(long seed) {
        this.random = new Random(seed);
    }

    /** In order of time. */
    public static List<Fault> of(long seed, Duration time) {
        return new Schedule(seed).draw(time);
    }

    private List<Fault> draw(Duration time) {
        List<Fault> faults = new ArrayList<>();
        Duration at = gap();
        Duration serversFrom = Duration.ZERO;
        while (at.compareTo(time) < 0) {
            FaultKind kind = next(at.compareTo(serversFrom) >= 0);
            if (kind.isOfServer()) {
                serversFrom = at.plus(BETWEEN_SERVERS);
            }
            faults.add(fault(at, kind));
            at = at.plus(gap());
        }
        return List.copyOf(faults);
    }

    private Duration gap() {
        return Duration.ofMillis(LEAST_GAP_MILLIS + random.nextInt(MOST_GAP_MILLIS - LEAST_GAP_MILLIS));
    }

    /** The next card of a shuffled pack; one that may not be played now stays on top. */
    private FaultKind next(boolean serversToo) {
        while (true) {
            for (Iterator<FaultKind> cards = kinds.iterator(); cards.hasNext(); ) {
                FaultKind kind = cards.next();
                if (serversToo || !kind.isOfServer()) {
                    cards.remove();
                    return kind;
                }
            }
            shuffleIn();
        }
    }

    private void shuffleIn() {
        List<FaultKind> pack = new ArrayList<>();
        SHARES.forEach((kind, share) -> pack.addAll(Collections.nCopies(share, kind)));
        Collections.shuffle(pack, random);
        // Short runs must not miss a kind: one of each goes near the top.
        List<FaultKind> first = new ArrayList<>(List.of(FaultKind.values()));
        for (int i = 0; i < 2 * FaultKind.values().length; i++) {
            first.add(FaultKind.FAILPOINT);
        }
        Collections.shuffle(first, random);
        first.forEach(pack::remove);
        kinds.addAll(first);
        kinds.addAll(pack);
    }

    private Fault fault(Duration at, FaultKind kind) {
        return switch (kind) {
            case KILL, TERMINATE -> new Fault(at, kind, process(), Duration.ZERO, null);
            case PAUSE -> new Fault(at, kind, process(), Duration.ofMillis(8_000 + random.nextInt(4_000)), null);
            case BROKER_PAUSE -> new Fault(at, kind, "", Duration.ofMillis(2_000 + random.nextInt(4_000)), null);
            case QUEUES_DELETED -> new Fault(at, kind, queue(), Duration.ZERO, null);
            case POISON -> new Fault(at, kind, queue(), Duration.ZERO, null);
            case FAILPOINT -> failpoint(at);
            case BROKER_RESTART, BROKER_KILL, BROKER_WIPE, DATABASE_CRASH, DUPLICATES ->
                new Fault(at, kind, "", Duration.ZERO, null);
        };
    }

    private Fault failpoint(Duration at) {
        if (points.isEmpty()) {
            List<Points.Armed> all = new ArrayList<>(Points.all());
            Collections.shuffle(all, random);
            points.addAll(all);
        }
        Points.Armed armed = points.removeFirst();
        return new Fault(at, FaultKind.FAILPOINT, armed.point(), Duration.ZERO, armed.action());
    }

    private String process() {
        Deployable[] all = Deployable.values();
        return all[random.nextInt(all.length)].label() + "-" + (1 + random.nextInt(2));
    }

    private String queue() {
        JobKind[] kinds = JobKind.values();
        return Topology.queue(kinds[random.nextInt(kinds.length)]);
    }
}
