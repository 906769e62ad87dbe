package io.earmark.gateway.batch;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobTooLarge;
import io.earmark.gateway.intake.Fetch;
import io.earmark.gateway.intake.FetchFailed;
import io.earmark.gateway.intake.Recordings;
import io.earmark.gateway.intake.WaitingWork;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.Schedule;
import io.earmark.gateway.webhook.Callbacks;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Brings one claimed item into the engine: call, job, outbox entry and the item's new state in one transaction. */
@Component
class ItemRun {

    private static final Logger log = LoggerFactory.getLogger(ItemRun.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 10;
    private static final Duration UNTIL_THERE_IS_ROOM = Duration.ofSeconds(5);

    private final WaitingWork waiting;
    private final Fetch fetch;
    private final Recordings recordings;
    private final Callbacks callbacks;
    private final ItemClaims claims;
    private final TransactionTemplate transaction;
    private final BatchSettings settings;

    ItemRun(
            WaitingWork waiting,
            Fetch fetch,
            Recordings recordings,
            Callbacks callbacks,
            ItemClaims claims,
            TransactionTemplate storeTransaction,
            BatchSettings settings) {
        this.waiting = waiting;
        this.fetch = fetch;
        this.recordings = recordings;
        this.callbacks = callbacks;
        this.claims = claims;
        this.transaction = storeTransaction;
        this.settings = settings;
    }

    /** @throws RuntimeException if the database is away: the claim runs out, and the item has its turn again */
    void run(ClaimedItem item) throws IOException, InterruptedException {
        if (!isRoom(item)) {
            claims.putOff(item, UNTIL_THERE_IS_ROOM);
            return;
        }
        try {
            if (item.audio() == null) {
                fetchAndSubmit(item);
            } else {
                submit(item, item.audio());
            }
        } catch (FetchFailed e) {
            failed(item, e);
        } catch (BlobTooLarge e) {
            claims.fail(item, Checks.tooLarge(e).failure());
        } catch (Problem refused) {
            claims.fail(item, refused.failure());
        }
    }

    /** What waits in the engine is bounded for batches as for anything else. */
    private boolean isRoom(ClaimedItem item) {
        try {
            waiting.admit(item.tenant());
            return true;
        } catch (Problem full) {
            log.debug("Item {} waits: {}", item, full.getMessage());
            return false;
        }
    }

    private void fetchAndSubmit(ClaimedItem item) throws IOException, InterruptedException {
        if (item.tries() > settings.fetchTries()) {
            // Each of the tries took its gateway down, or was cut off with it.
            throw new Problem(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "fetch-failed",
                    "The recording could not be fetched",
                    "Fetching it was broken off " + settings.fetchTries() + " times.");
        }
        BlobRef blob = fetch.fetch(Objects.requireNonNull(item.url()));
        boolean dropped = true;
        try {
            Checks.sha256(item.sha256(), blob);
            Manifest.Audio audio = new Manifest.Audio(blob, recordings.probe(blob));
            // Before its outcome is known: what may be a call's is left to the orphan sweep.
            dropped = false;
            dropped = !submit(item, audio);
        } finally {
            if (dropped) {
                recordings.drop(blob);
            }
        }
    }

    private void failed(ClaimedItem item, FetchFailed e) {
        if (!e.isWorthAnotherTry() || item.tries() >= settings.fetchTries()) {
            claims.fail(item, e.problem().failure());
            return;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << (2 * Math.min(item.tries() - 1, MOST_DOUBLINGS)));
        Duration wish = e.wish().orElse(Duration.ZERO);
        Duration longer = wish.compareTo(wait) > 0 ? wish : wait;
        claims.putBack(
                item,
                longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer,
                e.problem().failure());
    }

    /** False: the claim was lost, and nothing was written. */
    private boolean submit(ClaimedItem item, Manifest.Audio audio) {
        Schedule schedule = new Schedule(item.priority(), null);
        Recordings.Made made =
                recordings.make(item.tenant(), audio.blob(), audio.format(), item.metadata(), schedule, item.reuse());
        BlobRef blob = audio.blob();
        Boolean mine = transaction.execute(status -> {
            if (!claims.isHeld(item)) {
                return false;
            }
            recordings.insert(made, () -> {
                if (item.callEvents() != null) {
                    callbacks.register(item.callEvents(), made.job());
                }
            });
            claims.processing(item, made.call().id(), blob.sha256());
            return true;
        });
        return Boolean.TRUE.equals(mine);
    }
}
