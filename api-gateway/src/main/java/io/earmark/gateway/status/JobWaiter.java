package io.earmark.gateway.status;

import io.earmark.gateway.web.Problem;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Holds replies until a job has ended or the client's patience has (RFC 7240, {@code wait}). Until then {@link JobWatch}
 * looks for all of them; then a few threads make the answers, which may read results.
 */
@Component
public class JobWaiter {

    /** So much later than it was told to be, a reply is given up: the database does not answer. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final int ANSWERING = 4;

    private final JobWatch watch;
    private final ExecutorService answering;

    JobWaiter(JobWatch watch) {
        this.watch = watch;
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                ANSWERING, ANSWERING, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "job-answer");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        this.answering = threads;
    }

    @PreDestroy
    void close() {
        answering.shutdown();
    }

    /** @param answer made of the job as it is when it has ended, or when patience has; its request is empty then */
    public <T> DeferredResult<T> await(Job job, Duration patience, Function<Job, T> answer) {
        DeferredResult<T> reply = new DeferredResult<>(patience.plus(GRACE).toMillis());
        Waiting<T> waiting = new Waiting<>(job.id(), System.nanoTime() + patience.toNanos(), answer, reply);
        reply.onTimeout(waiting::giveUp);
        reply.onCompletion(() -> watch.remove(waiting));
        if (patience.isZero() || job.state().isTerminal() || !watch.add(waiting)) {
            reply.setResult(answer.apply(job));
        }
        return reply;
    }

    private final class Waiting<T> implements Watch.Watcher<JobId, Jobs.Standing, Job> {

        private final JobId job;
        private final long until;
        private final Function<Job, T> answer;
        private final DeferredResult<T> reply;

        /** @param until in {@link System#nanoTime()} */
        Waiting(JobId job, long until, Function<Job, T> answer, DeferredResult<T> reply) {
            this.job = job;
            this.until = until;
            this.answer = answer;
            this.reply = reply;
        }

        @Override
        public JobId watched() {
            return job;
        }

        @Override
        public boolean look(Jobs.Standing standing, boolean last) {
            return last || standing.state().isTerminal() || System.nanoTime() - until >= 0;
        }

        @Override
        public void see(Job seen) {
            watch.remove(this);
            answering.execute(() -> {
                try {
                    reply.setResult(answer.apply(seen));
                } catch (RuntimeException e) {
                    reply.setErrorResult(e);
                }
            });
        }

        @Override
        public void gone() {
            reply.setErrorResult(Problem.notFound("job", job));
        }

        @Override
        public void end() {
            giveUp();
        }

        private void giveUp() {
            reply.setErrorResult(new DataAccessResourceFailureException("Could not see what became of job " + job));
        }
    }
}
