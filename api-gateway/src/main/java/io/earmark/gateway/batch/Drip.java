package io.earmark.gateway.batch;

import io.earmark.gateway.loop.WorkLoop;
import io.earmark.gateway.loop.WorkLoop.Rest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Lets the items of batches into the engine, a few of each batch at a time, and sees what has become of those within. Any
 * number of gateways may do so at once. What has no room stays in the database, for whoever has.
 */
@Component
class Drip implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Drip.class);
    private static final long IDLE_SECONDS = 30;
    private static final long SHUTDOWN_SECONDS = 5;

    private final ItemClaims claims;
    private final ItemRun run;
    private final BatchEnds ends;
    private final BatchSettings settings;
    private final Set<ClaimedItem> underWay = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads;
    private final WorkLoop loop;

    Drip(ItemClaims claims, ItemRun run, BatchEnds ends, BatchSettings settings) {
        this.claims = claims;
        this.run = run;
        this.ends = ends;
        this.settings = settings;
        this.loop = new WorkLoop("batches", this::look, settings.poll(), log);
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread worker = new Thread(task, "batch-item");
                    worker.setDaemon(true);
                    return worker;
                });
    }

    /** Something may go on: do not wait for the next look. */
    void wake() {
        loop.wake();
    }

    /** One look: what has ended, and what may begin. @return how many items were begun */
    int round() {
        ends.look();
        return begin(false, settings.concurrency()) + begin(true, settings.fetches());
    }

    /** Downloads take their time: what is here need not wait for them. */
    private int begin(boolean toFetch, int most) {
        int free = most - busy(toFetch);
        List<ClaimedItem> claimed = free <= 0 ? List.of() : claims.claim(toFetch, free);
        claimed.forEach(this::begin);
        return claimed.size();
    }

    private void begin(ClaimedItem item) {
        underWay.add(item);
        threads.execute(() -> {
            try {
                run.run(item);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                // Its claim runs out, and it has its turn again.
                log.warn("Item {} could not be brought on and will be tried again: {}", item, e.toString());
            } finally {
                underWay.remove(item);
                wake();
            }
        });
    }

    /** Items that are under way here. */
    int busy() {
        return underWay.size();
    }

    private int busy(boolean toFetch) {
        return (int) underWay.stream()
                .filter(item -> (item.audio() == null) == toFetch)
                .count();
    }

    @Scheduled(fixedDelayString = "${earmark.batches.renew:10s}")
    void renew() {
        List<UUID> held = held();
        if (!held.isEmpty()) {
            claims.renew(held);
        }
    }

    private List<UUID> held() {
        return underWay.stream().map(ClaimedItem::claim).distinct().toList();
    }

    private Rest look() {
        return round() == 0 ? Rest.untilWoken(settings.poll()) : Rest.NONE;
    }

    @Override
    public void start() {
        loop.start();
    }

    /** What does not end in time is handed to other gateways: what is still done here is known by its claim, and dropped. */
    @Override
    public void stop() {
        loop.stop(Duration.ofSeconds(SHUTDOWN_SECONDS));
        try {
            threads.shutdown();
            if (!threads.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                claims.release(held());
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("Items under way are only taken over in {}: {}", settings.claim(), e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
