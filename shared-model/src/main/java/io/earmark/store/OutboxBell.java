package io.earmark.store;

import io.earmark.job.JobKind;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells the relay of this process, if there is one, of a job that was committed, and nobody else: it announces the job, and
 * the other processes' relays would find nothing left. Where there is none, as in a worker, whoever inserts the job must have the
 * database tell them all. A process that dies in between leaves the job to the relays' sweep.
 */
final class OutboxBell {

    private final Supplier<Optional<DueListener>> nearby;

    /** @param nearby the relay of this process, if there is one; asked for each time, as it may come later */
    OutboxBell(Supplier<Optional<DueListener>> nearby) {
        this.nearby = nearby;
    }

    /** @return whether there is a relay in this process */
    boolean isHeard() {
        return nearby.get().isPresent();
    }

    /** After the caller's transaction if there is one, else at once. Does not wait. */
    void ring(JobKind kind) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            committed(kind);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                committed(kind);
            }
        });
    }

    private void committed(JobKind kind) {
        nearby.get().ifPresent(relay -> relay.due(kind));
    }
}
