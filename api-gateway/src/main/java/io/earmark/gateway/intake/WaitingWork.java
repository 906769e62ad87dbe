package io.earmark.gateway.intake;

import io.earmark.gateway.web.Problem;
import io.earmark.store.Jobs;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Refuses new work where enough waits already. The counts are read at most once a second, and so seldom that counting
 * takes no more than a fiftieth of the time; in between, what is let in here is added. So the limits may be passed by
 * the uploads under way, and by what other gateways let in between two counts.
 */
@Component
public class WaitingWork {

    private static final long LEAST_AGE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int SELDOM = 50;
    private static final Duration COME_BACK = Duration.ofSeconds(10);

    /** @param goodUntil in {@link System#nanoTime()} */
    private record Counts(Map<String, AtomicLong> byTenant, AtomicLong total, long goodUntil) {

        AtomicLong of(String tenant) {
            return byTenant.computeIfAbsent(tenant, unseen -> new AtomicLong());
        }
    }

    private final Jobs jobs;
    private final BacklogSettings settings;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Counts counts = new Counts(Map.of(), new AtomicLong(), System.nanoTime() - 1);

    WaitingWork(Jobs jobs, BacklogSettings settings) {
        this.jobs = jobs;
        this.settings = settings;
    }

    /**
     * Lets one more in.
     *
     * @throws Problem 429 if the tenant has enough waiting, 503 if all of them together have
     */
    public void admit(String tenant) {
        Counts now = current();
        if (now.of(tenant).get() >= settings.maxWaitingPerTenant()) {
            throw new Problem(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "tenant-backlog-full",
                            "Too much of yours waits already",
                            settings.maxWaitingPerTenant()
                                    + " jobs of yours wait, and no more are taken in. Nothing was read or kept: send it"
                                    + " again when some are done.")
                    .retryAfter(COME_BACK);
        }
        if (now.total().get() >= settings.maxWaiting()) {
            throw new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "backlog-full",
                            "Too much waits already",
                            settings.maxWaiting()
                                    + " jobs wait, and no more are taken in. Nothing was read or kept: send it again later.")
                    .retryAfter(COME_BACK);
        }
        now.of(tenant).incrementAndGet();
        now.total().incrementAndGet();
    }

    /** One reads them anew, and the others go by what is known: only the very first counts are waited for. */
    private Counts current() {
        Counts known = counts;
        if (System.nanoTime() - known.goodUntil() < 0) {
            return known;
        }
        boolean first = known.byTenant().isEmpty();
        if (first) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return known;
        }
        try {
            if (counts == known) {
                counts = read();
            }
            return counts;
        } finally {
            reading.unlock();
        }
    }

    private Counts read() {
        long start = System.nanoTime();
        Map<String, AtomicLong> byTenant = new ConcurrentHashMap<>();
        long total = 0;
        for (Map.Entry<String, Long> one : jobs.waiting().entrySet()) {
            byTenant.put(one.getKey(), new AtomicLong(one.getValue()));
            total += one.getValue();
        }
        long end = System.nanoTime();
        long goodUntil = end + Math.max(LEAST_AGE_NANOS, SELDOM * (end - start));
        return new Counts(byTenant, new AtomicLong(total), goodUntil);
    }
}
