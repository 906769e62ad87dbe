package io.earmark.gateway.relay;

import io.earmark.gateway.loop.WorkLoop;
import io.earmark.gateway.loop.WorkLoop.Rest;
import io.earmark.job.JobKind;
import io.earmark.store.DueListener;
import io.earmark.store.Outbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Carries due outbox entries to the broker: takes them, publishes outside any transaction, and marks as sent only what
 * the broker confirmed and did not return. Woken by whoever enqueues here and by the database, with a sweep as the safety
 * net.
 */
@Component
class Relay implements DueListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    /** What is left after a look at all kinds; of several kinds, the least patient one counts. */
    private enum Left {
        NOTHING,
        /** The next look will tell. */
        UNSEEN,
        /** Jobs are due, and enough are with the broker. */
        WAITING,
        /** More jobs are due than go in one batch. */
        MORE
    }

    private final Outbox outbox;
    private final ConfirmingPublisher publisher;
    private final RelaySettings settings;
    private final Map<JobKind, DispatchWindow> windows = new EnumMap<>(JobKind.class);
    private final Map<JobKind, Left> left = new EnumMap<>(JobKind.class);
    private final Set<JobKind> due = ConcurrentHashMap.newKeySet();
    private final Queue<HandedOver> handedOver = new ConcurrentLinkedQueue<>();
    private final WorkLoop loop;
    private long looked;

    Relay(Outbox outbox, ConfirmingPublisher publisher, RelaySettings settings) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.settings = settings;
        this.loop = new WorkLoop("relay", this::look, settings.sweep(), log);
    }

    /** A job of that kind has come, here or elsewhere: it is announced at once, if there is room for it. */
    @Override
    public void due(JobKind kind) {
        due.add(kind);
        wake();
    }

    /** An entry that came from a worker, and when, as {@link System#nanoTime()}. */
    private record HandedOver(Outbox.Entry entry, long heard) {

        /** Others may take it by now. */
        boolean isLate() {
            return System.nanoTime() - heard > Outbox.HANDED_OVER_FOR.toNanos();
        }
    }

    /**
     * A worker left that entry to this relay alone, for a while ({@link Outbox#HANDED_OVER_FOR}): it goes out at once if nothing
     * of its kind waits and there is room. Else it takes its turn.
     */
    void handedOver(Outbox.Entry entry) {
        if (loop.isRunning()) {
            handedOver.add(new HandedOver(entry, System.nanoTime()));
            wake();
        }
    }

    /** Something is due: do not wait for the sweep. */
    void wake() {
        loop.wake();
    }

    private Rest look() {
        boolean announced = announceHandedOver();
        announced |= announceDue();
        return rest(announced && hasJustLooked() ? Left.UNSEEN : relay());
    }

    /** Where jobs wait for room, one more changes nothing: the next look is due soon enough. */
    private Rest rest(Left left) {
        return switch (left) {
            case NOTHING -> Rest.untilWoken(settings.sweep());
            case UNSEEN -> Rest.untilWoken(settings.look());
            case WAITING -> Rest.of(settings.look());
            case MORE -> Rest.NONE;
        };
    }

    /** Without having taken it, which costs a trip to the database. @return whether anything was announced */
    private boolean announceHandedOver() {
        boolean announced = false;
        for (HandedOver each = handedOver.poll(); each != null; each = handedOver.poll()) {
            if (each.isLate()) {
                continue;
            }
            JobKind kind = each.entry().kind();
            DispatchWindow window = window(kind);
            if (left.get(kind) == Left.NOTHING && window.left() > 0) {
                send(List.of(each.entry()), window, 1);
                announced = true;
            } else {
                outbox.putBack(List.of(each.entry().id()));
                due.add(kind);
            }
        }
        return announced;
    }

    /** Without a look at all that waits: this is what somebody waits for. @return whether anything was announced */
    private boolean announceDue() {
        boolean announced = false;
        for (JobKind kind : due) {
            due.remove(kind);
            announced |= relay(kind, window(kind)) > 0;
        }
        return announced;
    }

    private boolean hasJustLooked() {
        return System.nanoTime() - looked < settings.look().toNanos();
    }

    private Left relay() {
        looked = System.nanoTime();
        for (Map.Entry<JobKind, Outbox.Load> each : outbox.load().entrySet()) {
            left.put(each.getKey(), relay(each.getKey(), each.getValue()));
        }
        return Collections.max(left.values());
    }

    private Left relay(JobKind kind, Outbox.Load load) {
        DispatchWindow window = window(kind);
        int room = window.room(load);
        if (!load.due()) {
            return Left.NOTHING;
        }
        if (room == 0) {
            return Left.WAITING;
        }
        int sent = relay(kind, window);
        if (sent == settings.batch()) {
            return Left.MORE;
        }
        // One take does not look at all of a tenant's jobs: fewer than there is room for may yet not be all.
        return sent < room ? Left.UNSEEN : Left.WAITING;
    }

    private DispatchWindow window(JobKind kind) {
        return windows.computeIfAbsent(kind, each -> new DispatchWindow(settings.window(), settings.backlog()));
    }

    /** @return how many were announced */
    private int relay(JobKind kind, DispatchWindow window) {
        List<Outbox.Entry> taken = outbox.take(
                kind, window.size(), settings.batch(), settings.confirm().multipliedBy(2));
        if (!taken.isEmpty()) {
            send(taken, window, window.together());
        }
        return taken.size();
    }

    /** @param taken of one kind, which nobody else may send meanwhile */
    private void send(List<Outbox.Entry> taken, DispatchWindow window, int together) {
        List<Long> refused =
                new ArrayList<>(taken.stream().map(Outbox.Entry::id).toList());
        try {
            List<Long> confirmed = publisher.publish(taken, together);
            window.sent(confirmed.size());
            outbox.sent(confirmed, together);
            refused.removeAll(confirmed);
        } finally {
            // After an exception some may be with the broker all the same: a duplicate is harmless, a wait is not.
            outbox.putBack(refused);
        }
        if (!refused.isEmpty()) {
            throw new IllegalStateException(
                    "The broker did not take " + refused.size() + " of " + taken.size() + " messages");
        }
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop(settings.confirm());
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }
}
