package io.earmark.gateway.intake;

import io.earmark.gateway.web.Problem;
import io.earmark.store.Jobs;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Refuses new work where enough waits already. What waits is counted beside the submissions, which go by the last count and
 * what was let in here since; so nobody waits for the counting, whose cost grows with what waits, up to the limit. It is
 * counted at most once a second, and so seldom that it takes no more than a fiftieth of the time: each two seconds for
 * 250,000 jobs. So the limits may be passed by the uploads that were under way at a count, and by what other gateways let
 * in between two. Where the last count was long ago, one is waited for.
 */
@Component
public class WaitingWork implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WaitingWork.class);

    private static final Duration LEAST_AGE = Duration.ofSeconds(1);
    /** By so much may a count be older than it should, while the next is on its way. */
    private static final long GRACE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int SELDOM = 50;
    private static final Duration COME_BACK = Duration.ofSeconds(10);

    /** @param goodUntil in {@link System#nanoTime()} */
    private record Counts(Map<String, AtomicLong> byTenant, AtomicLong total, long goodUntil) {

        AtomicLong of(String tenant) {
            return byTenant.computeIfAbsent(tenant, unseen -> new AtomicLong());
        }

        Map<String, Long> now() {
            Map<String, Long> now = new HashMap<>();
            byTenant.forEach((tenant, count) -> now.put(tenant, count.get()));
            return now;
        }
    }

    private final Jobs jobs;
    private final BacklogSettings settings;
    private final long leastAgeNanos;
    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final ExecutorService beside = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "waiting-work");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Counts counts =
            new Counts(new ConcurrentHashMap<>(), new AtomicLong(), System.nanoTime() - 2 * GRACE_NANOS);

    @Autowired
    WaitingWork(Jobs jobs, BacklogSettings settings) {
        this(jobs, settings, LEAST_AGE);
    }

    /** @param leastAge of a count before the next */
    WaitingWork(Jobs jobs, BacklogSettings settings, Duration leastAge) {
        this.jobs = jobs;
        this.settings = settings;
        this.leastAgeNanos = leastAge.toNanos();
    }

    /**
     * Lets one more in.
     *
     * @throws Problem 429 if the tenant has enough waiting, 503 if all of them together have
     */
    public void admit(String tenant) {
        Counts now = current();
        AtomicLong theirs = now.of(tenant);
        if (theirs.incrementAndGet() > settings.maxWaitingPerTenant()) {
            theirs.decrementAndGet();
            throw new Problem(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "tenant-backlog-full",
                            "Too much of yours waits already",
                            settings.maxWaitingPerTenant()
                                    + " jobs of yours wait, and no more are taken in. Nothing was read or kept: send it"
                                    + " again when some are done.")
                    .retryAfter(COME_BACK);
        }
        if (now.total().incrementAndGet() > settings.maxWaiting()) {
            now.total().decrementAndGet();
            theirs.decrementAndGet();
            throw new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "backlog-full",
                            "Too much waits already",
                            settings.maxWaiting()
                                    + " jobs wait, and no more are taken in. Nothing was read or kept: send it again later.")
                    .retryAfter(COME_BACK);
        }
    }

    private Counts current() {
        Counts known = counts;
        long late = System.nanoTime() - known.goodUntil();
        if (late >= GRACE_NANOS) {
            return readUnlessRead(known);
        }
        if (late >= 0 && underWay.compareAndSet(false, true)) {
            beside.execute(() -> readBeside(known));
        }
        return known;
    }

    private void readBeside(Counts known) {
        try {
            readUnlessRead(known);
        } catch (RuntimeException e) {
            log.warn(
                    "What waits could not be counted; the last count is used for {} s at most",
                    Duration.ofNanos(GRACE_NANOS).toSeconds(),
                    e);
        } finally {
            underWay.set(false);
        }
    }

    private Counts readUnlessRead(Counts known) {
        reading.lock();
        try {
            if (counts == known) {
                counts = read(known);
            }
            return counts;
        } finally {
            reading.unlock();
        }
    }

    /** What is let in while it is being read may be missing in what is read, and is added. */
    private Counts read(Counts known) {
        long start = System.nanoTime();
        Map<String, Long> before = known.now();
        Map<String, Long> waiting = jobs.waiting(settings.maxWaiting());
        Counts read = new Counts(new ConcurrentHashMap<>(), new AtomicLong(), goodUntil(start));
        waiting.forEach((tenant, jobs) -> add(read, tenant, jobs));
        known.now().forEach((tenant, count) -> add(read, tenant, count - before.getOrDefault(tenant, 0L)));
        return read;
    }

    private static void add(Counts counts, String tenant, long jobs) {
        counts.of(tenant).addAndGet(jobs);
        counts.total().addAndGet(jobs);
    }

    private long goodUntil(long start) {
        long end = System.nanoTime();
        return end + Math.max(leastAgeNanos, SELDOM * (end - start));
    }

    @Override
    public void close() {
        beside.shutdownNow();
    }
}
