package io.earmark.work;

import io.earmark.job.JobKind;
import java.util.ArrayList;
import java.util.List;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** One consumer for each handler, started last and stopped first. */
final class JobConsumers implements SmartLifecycle {

    private final List<SimpleMessageListenerContainer> containers = new ArrayList<>();
    private final JobRunner runner;
    private volatile boolean running;

    JobConsumers(
            List<JobHandler> handlers,
            JobRunner runner,
            ConnectionFactory connections,
            WorkMetrics metrics,
            WorkSettings settings,
            boolean virtualThreads) {
        this.runner = runner;
        for (JobHandler handler : handlers) {
            SimpleMessageListenerContainer container =
                    container(new JobConsumer(handler, runner, metrics), connections, settings);
            container.setTaskExecutor(threads(handler.kind(), virtualThreads));
            container.afterPropertiesSet();
            containers.add(container);
        }
    }

    private static SimpleMessageListenerContainer container(
            JobConsumer consumer, ConnectionFactory connections, WorkSettings settings) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(consumer.queue());
        container.setMessageListener(consumer);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setPrefetchCount(1);
        container.setConcurrentConsumers(settings.concurrency());
        // The gateway or the worker declares the queues when it first connects: until then it is no error.
        container.setMissingQueuesFatal(false);
        container.setRecoveryInterval(1_000);
        container.setShutdownTimeout(settings.shutdown().plusSeconds(5).toMillis());
        container.setForceStop(true);
        return container;
    }

    /** A job's thread waits most of the time: for the database, for a child process, for the engine. */
    private static SimpleAsyncTaskExecutor threads(JobKind kind, boolean virtualThreads) {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(kind.label() + "-");
        threads.setVirtualThreads(virtualThreads);
        return threads;
    }

    @Override
    public void start() {
        containers.forEach(SimpleMessageListenerContainer::start);
        running = true;
    }

    /** No new job is begun from here on; those that run end or are handed back before the containers stop. */
    @Override
    public void stop() {
        runner.shutDown();
        containers.forEach(SimpleMessageListenerContainer::stop);
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
