package io.earmark.faults.load;

import io.earmark.faults.check.Accepted;
import io.earmark.faults.check.Breach;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A good client: it submits at the given times, tries again what got no final answer, with the same key, and notes what
 * it was told.
 */
final class Client {

    private static final int THREADS = 12;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final Gateways gateways;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final Map<Integer, Accepted> accepted = new ConcurrentHashMap<>();
    private final Queue<Breach> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    Client(Gateways gateways) {
        this.gateways = gateways;
    }

    void submit(List<Submission> submissions) {
        for (Submission submission : submissions) {
            for (int i = 0; i < (submission.isSentTwice() ? 2 : 1); i++) {
                open.incrementAndGet();
                threads.schedule(() -> attempt(submission), submission.at().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void attempt(Submission submission) {
        try {
            tries.incrementAndGet();
            Reply reply = submission.send(gateways);
            if (reply.isAccepted() || reply.isRefused()) {
                settle(submission, reply);
                open.decrementAndGet();
                return;
            }
        } catch (IOException e) {
            // No answer: it may have been accepted all the same, and the key finds that out.
        } catch (InterruptedException e) {
            return;
        } catch (RuntimeException e) {
            complain(submission, "made the client fail: " + e);
            open.decrementAndGet();
            return;
        }
        threads.schedule(() -> attempt(submission), BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void settle(Submission submission, Reply reply) throws InterruptedException {
        boolean wrong = submission.ask() instanceof Submission.Wrong;
        if (wrong != reply.isRefused()) {
            complain(submission, "was answered with " + reply);
            return;
        }
        if (wrong) {
            refused.incrementAndGet();
            return;
        }
        String job = reply.json().path("job").path("id").asString("");
        String call = reply.json().path("call").path("id").asString(null);
        boolean cancel = submission.ask() instanceof Submission.Speak speak && speak.cancelled();
        Accepted now = new Accepted(submission.number(), job, call, cancel);
        Accepted before = accepted.putIfAbsent(submission.number(), now);
        if (before != null && !before.equals(now)) {
            complaints.add(
                    new Breach(Breach.Kind.DUPLICATED, job, "was made for a key that had made job " + before.jobId()));
        }
        if (cancel) {
            cancel(job);
        }
    }

    private void complain(Submission submission, String what) {
        String kind = submission.ask().getClass().getSimpleName();
        complaints.add(new Breach(Breach.Kind.CORRUPT, "submission " + submission.number() + " (" + kind + ")", what));
    }

    /** Once, and whatever the answer: a client that got none does not know whether the job was cancelled. */
    private void cancel(String job) throws InterruptedException {
        try {
            gateways.cancel(job);
        } catch (IOException e) {
            // See above.
        }
    }

    /** Submissions without a final answer. */
    int open() {
        return open.get();
    }

    List<Accepted> accepted() {
        return List.copyOf(accepted.values());
    }

    @Nullable
    Accepted accepted(int submission) {
        return accepted.get(submission);
    }

    int refused() {
        return refused.get();
    }

    int tries() {
        return tries.get();
    }

    /** Answers that should not have been given. */
    List<Breach> complaints() {
        return new ArrayList<>(complaints);
    }

    void stop() {
        threads.shutdownNow();
    }
}
