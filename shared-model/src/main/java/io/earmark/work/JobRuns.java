package io.earmark.work;

import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts at jobs that were claimed together: their handlers run one after the other, and then their results are written
 * together. Should one take longer than a heartbeat, the results so far are written meanwhile and those behind it given
 * up.
 */
final class JobRuns implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JobRuns.class);

    private final List<JobRun> runs;
    private final Completion completion;
    private final ReentrantLock writing = new ReentrantLock();

    JobRuns(List<JobRun> runs, Completion completion) {
        this.runs = List.copyOf(runs);
        this.completion = completion;
    }

    /** Those that have a lease to be kept. */
    List<JobRun> open() {
        return runs.stream().filter(JobRun::isOpen).toList();
    }

    /** @param stopping asked before each: whether to hand it back instead */
    void execute(BooleanSupplier stopping) {
        for (JobRun run : runs) {
            if (stopping.getAsBoolean()) {
                run.handBack();
            }
            run.handle();
        }
        writing.lock();
        try {
            write();
        } finally {
            writing.unlock();
        }
    }

    /**
     * At a heartbeat, by another thread than the handlers': nobody waits longer for one that takes long.
     *
     * @throws RuntimeException if the database is away, or refuses one of the results: the handlers' thread will see to it
     */
    void shed() {
        runs.forEach(JobRun::giveUpIfWaiting);
        if (writing.tryLock()) {
            try {
                Map<JobRun, Jobs.Success> done = unwritten();
                if (!done.isEmpty()) {
                    settle(done, completion.successesNow(List.copyOf(done.values())));
                }
            } finally {
                writing.unlock();
            }
        }
    }

    private Map<JobRun, Jobs.Success> unwritten() {
        Map<JobRun, Jobs.Success> done = new LinkedHashMap<>();
        runs.forEach(run -> run.unwritten().ifPresent(success -> done.put(run, success)));
        return done;
    }

    private void write() {
        Map<JobRun, Jobs.Success> done = unwritten();
        if (done.size() < 2 || !wroteTogether(done)) {
            done.forEach((run, success) -> run.written(completion.success(run.job(), success)));
        }
    }

    private boolean wroteTogether(Map<JobRun, Jobs.Success> done) {
        try {
            Optional<List<JobId>> written = completion.successes(List.copyOf(done.values()));
            written.ifPresent(ids -> settle(done, ids));
            return true;
        } catch (RuntimeException e) {
            log.warn("One of {} results cannot be stored; each is written by itself", done.size(), e);
            return false;
        }
    }

    private static void settle(Map<JobRun, Jobs.Success> done, List<JobId> written) {
        done.forEach((run, success) -> run.written(written.contains(success.id()) ? Outcome.SUCCEEDED : Outcome.LOST));
    }

    @Override
    public void close() {
        runs.forEach(JobRun::close);
    }
}
