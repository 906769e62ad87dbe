package io.earmark.faults.check;

import io.earmark.job.JobState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at every job again and again, so that one that leaves an end state is caught. */
public final class Observer implements AutoCloseable {

    private static final int EVERY_MILLIS = 500;

    private final Snapshots snapshots;
    private final Map<String, List<JobState>> seen = new ConcurrentHashMap<>();
    private final ScheduledExecutorService eye = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "observer");
        thread.setDaemon(true);
        return thread;
    });

    public Observer(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    public void start() {
        eye.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            snapshots.states().forEach((job, state) -> {
                List<JobState> states = seen.computeIfAbsent(job, id -> new ArrayList<>());
                synchronized (states) {
                    if (states.isEmpty() || states.get(states.size() - 1) != state) {
                        states.add(state);
                    }
                }
            });
        } catch (SQLException e) {
            // The database is one of the things that are taken away.
        }
    }

    public Map<String, List<JobState>> seen() {
        return Map.copyOf(seen);
    }

    @Override
    public void close() {
        eye.shutdownNow();
    }
}
