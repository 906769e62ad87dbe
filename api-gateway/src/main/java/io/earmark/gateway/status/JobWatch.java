package io.earmark.gateway.status;

import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks at the jobs that clients wait for: one thread, and however many they are, one question to the database for how
 * they stand and one more for those that somebody wants to see whole. Nobody waits with a thread or a question of his own.
 */
@Component
class JobWatch implements SmartLifecycle {

    /** One client that waits. Called by one thread for all, so it must not block. */
    interface Watcher {

        JobId job();

        /**
         * Learns how its job stands, at each look.
         *
         * @param last the gateway is about to end
         * @return whether it wants to see the job whole
         */
        boolean look(Jobs.Standing standing, boolean last);

        /** The job that it wanted to see. */
        void see(Job job);

        /** There is no such job any more. It is not called again. */
        void gone();

        /** The gateway ends. It is not called again. */
        void end();
    }

    private static final Logger log = LoggerFactory.getLogger(JobWatch.class);

    private static final int LAST_LOOK_SECONDS = 5;

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final Jobs jobs;
    private final WaitingSettings settings;
    private volatile boolean running;
    private @Nullable ScheduledExecutorService looks;
    private boolean troubled;

    JobWatch(Jobs jobs, WaitingSettings settings, MeterRegistry meters) {
        this.jobs = jobs;
        this.settings = settings;
        meters.gauge("earmark.waiting.clients", watchers, Set::size);
    }

    /** Until it is removed. False: the gateway ends, and nobody looks any more. */
    boolean add(Watcher watcher) {
        watchers.add(watcher);
        return running || !watchers.remove(watcher);
    }

    void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    private void lookOrComplain() {
        try {
            look(false);
            troubled = false;
        } catch (RuntimeException e) {
            if (!troubled) {
                log.warn("Nobody who waits for a job can be told of it; will look again: {}", e.toString());
                troubled = true;
            }
        }
    }

    /** @param last the gateway is about to end */
    void look(boolean last) {
        List<Watcher> all = List.copyOf(watchers);
        if (all.isEmpty()) {
            return;
        }
        Map<JobId, Jobs.Standing> standings = byId(jobs.standings(ids(all)), Jobs.Standing::id);
        List<Watcher> curious = new ArrayList<>();
        for (Watcher watcher : all) {
            Jobs.Standing standing = standings.get(watcher.job());
            if (standing == null) {
                watchers.remove(watcher);
                watcher.gone();
            } else if (watcher.look(standing, last)) {
                curious.add(watcher);
            }
        }
        if (!curious.isEmpty()) {
            show(curious);
        }
    }

    private void show(List<Watcher> curious) {
        Map<JobId, Job> whole = byId(jobs.findAll(ids(curious)), Job::id);
        for (Watcher watcher : curious) {
            Job job = whole.get(watcher.job());
            // One that was removed just now is gone at the next look.
            if (job != null) {
                watcher.see(job);
            }
        }
    }

    private static Set<JobId> ids(Collection<Watcher> of) {
        return of.stream().map(Watcher::job).collect(Collectors.toSet());
    }

    private static <T> Map<JobId, T> byId(List<T> found, Function<T, JobId> id) {
        return found.stream().collect(Collectors.toMap(id, Function.identity()));
    }

    @Override
    public void start() {
        running = true;
        long every = settings.look().toMillis();
        looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "job-watch");
            thread.setDaemon(true);
            return thread;
        });
        looks.scheduleWithFixedDelay(this::lookOrComplain, every, every, TimeUnit.MILLISECONDS);
    }

    /** Before the server counts the requests that it still has to wait for. */
    @Override
    public void stop() {
        running = false;
        try {
            if (looks != null) {
                looks.shutdownNow();
                looks.awaitTermination(LAST_LOOK_SECONDS, TimeUnit.SECONDS);
            }
            look(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.debug("No last look at the jobs that are waited for: {}", e.toString());
        }
        List<Watcher> left = List.copyOf(watchers);
        watchers.clear();
        left.forEach(Watcher::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
