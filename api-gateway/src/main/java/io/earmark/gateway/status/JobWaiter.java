package io.earmark.gateway.status;

import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/** Holds replies until a job has ended or the client's patience has (RFC 7240, {@code wait}). No thread waits. */
@Component
public class JobWaiter {

    private static final Logger log = LoggerFactory.getLogger(JobWaiter.class);
    private static final int LOOK_EVERY_MILLIS = 200;

    private record Waiting<T>(String tenant, JobId id, Function<Job, T> answer, DeferredResult<T> reply) {}

    private final Set<Waiting<?>> waiting = ConcurrentHashMap.newKeySet();
    private final Jobs jobs;
    private final ScheduledExecutorService look;

    JobWaiter(Jobs jobs) {
        this.jobs = jobs;
        this.look = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "job-waiter");
            thread.setDaemon(true);
            return thread;
        });
        look.scheduleWithFixedDelay(this::lookAtAll, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void close() {
        look.shutdownNow();
    }

    /** @param answer made of the job as it is when it has ended, or when patience has */
    public <T> DeferredResult<T> await(Job job, Duration patience, Function<Job, T> answer) {
        DeferredResult<T> reply = new DeferredResult<>(patience.toMillis() + 10_000);
        if (patience.isZero()) {
            reply.setResult(answer.apply(job));
            return reply;
        }
        Waiting<T> waiter = new Waiting<>(job.tenant(), job.id(), answer, reply);
        reply.onCompletion(() -> waiting.remove(waiter));
        waiting.add(waiter);
        look.schedule(() -> answer(waiter, true), patience.toMillis(), TimeUnit.MILLISECONDS);
        return reply;
    }

    private void lookAtAll() {
        waiting.forEach(waiter -> answer(waiter, false));
    }

    private <T> void answer(Waiting<T> waiter, boolean now) {
        if (!waiting.contains(waiter)) {
            return;
        }
        try {
            jobs.find(waiter.tenant(), waiter.id())
                    .filter(job -> now || job.state().isTerminal())
                    .ifPresent(job -> settle(waiter, job));
        } catch (RuntimeException e) {
            log.warn("Job {}: could not look whether it has ended: {}", waiter.id(), e.toString());
        }
    }

    private <T> void settle(Waiting<T> waiter, Job job) {
        if (!waiting.remove(waiter)) {
            return;
        }
        try {
            waiter.reply().setResult(waiter.answer().apply(job));
        } catch (RuntimeException e) {
            waiter.reply().setErrorResult(e);
        }
    }
}
