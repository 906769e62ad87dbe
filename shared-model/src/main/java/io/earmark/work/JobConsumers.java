package io.earmark.work;

import io.earmark.store.Jobs;
import io.earmark.store.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/** As many intakes for each handler as jobs of its kind may run at a time; started last and stopped first. */
final class JobConsumers implements SmartLifecycle {

    /** Beyond the deadline for jobs: to interrupt, to hand back, to acknowledge. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(5);

    private final List<Intake> intakes = new ArrayList<>();
    private final JobRunner runner;
    private final ScheduledExecutorService resumer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "intake-resumer");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable IntakeWatch watch;
    private volatile boolean running;

    JobConsumers(List<JobHandler> handlers, JobRunner runner, WorkMetrics metrics, Jobs jobs, WorkSettings settings) {
        this.runner = runner;
        for (JobHandler handler : handlers) {
            for (int i = 0; i < settings.concurrency(); i++) {
                intakes.add(new Intake(handler, runner, metrics, jobs, resumer));
            }
        }
    }

    void prepare(
            ConnectionFactory connections,
            AmqpAdmin admin,
            Outbox outbox,
            ApplicationContext context,
            WorkSettings settings) {
        watch = new IntakeWatch(intakes, admin, outbox);
        Duration shutdown = settings.shutdown().plus(AFTER_DEADLINE);
        intakes.forEach(intake -> intake.prepare(connections, admin, context, settings.prefetch(), shutdown));
    }

    List<Intake> intakes() {
        return intakes;
    }

    @Override
    public void start() {
        if (running) {
            return;
        }
        intakes.forEach(Intake::start);
        if (watch != null) {
            long look = IntakeWatch.LOOK.toMillis();
            resumer.scheduleWithFixedDelay(watch::look, look, look, TimeUnit.MILLISECONDS);
        }
        running = true;
    }

    /**
     * First no message is taken any more, or those that come would be given back and come again at once; then the jobs
     * that run end or are handed back.
     */
    @Override
    public void stop() {
        intakes.forEach(Intake::stopTaking);
        runner.shutDown();
        intakes.forEach(Intake::awaitStopped);
        resumer.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
