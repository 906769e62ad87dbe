package io.earmark.work;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.store.Jobs;
import io.earmark.wire.Topology;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.AsyncConsumerStartedEvent;
import org.springframework.amqp.rabbit.listener.ConsumeOkEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Takes the messages of one kind, one at a time. While the database is away it takes none: a message that is only to be
 * given back would be kept from workers that can reach theirs, and each return counts towards its delivery limit.
 */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final long RECOVERY_MILLIS = 1_000;

    private final SimpleAsyncTaskExecutor threads;
    private final JobConsumer consumer;
    private final JobKind kind;
    private final String queue;
    private final Jobs jobs;
    private final ScheduledExecutorService resumer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Supplier<SimpleMessageListenerContainer> containers = () -> {
        throw new IllegalStateException("Not prepared");
    };
    private boolean closing;
    private volatile @Nullable SimpleMessageListenerContainer container;
    private volatile boolean consuming;
    private volatile boolean troubled;

    /** @param resumer a single thread */
    Intake(JobHandler handler, JobRunner runner, WorkMetrics metrics, Jobs jobs, ScheduledExecutorService resumer) {
        this.kind = handler.kind();
        this.queue = Topology.queue(kind);
        this.jobs = jobs;
        this.resumer = resumer;
        // Platform threads, few as they are: engines compute and call native code, and would keep the carriers of
        // virtual ones from the requests that are served in the same process.
        this.threads = new SimpleAsyncTaskExecutor(handler.kind().label() + "-");
        this.consumer = new JobConsumer(handler, runner, metrics, this::pause);
    }

    /** Connects it. The admin declares the queues when they are missing, at each try. */
    void prepare(
            ConnectionFactory connections,
            AmqpAdmin admin,
            ApplicationContext context,
            int prefetch,
            Duration shutdown) {
        containers = () -> {
            SimpleMessageListenerContainer fresh = new SimpleMessageListenerContainer(connections);
            fresh.setTaskExecutor(threads);
            fresh.setMessageListener(consumer);
            fresh.setAmqpAdmin(admin);
            fresh.setApplicationContext(context);
            fresh.setApplicationEventPublisher(event -> heard(fresh, event));
            fresh.setQueueNames(queue);
            fresh.setAcknowledgeMode(AcknowledgeMode.MANUAL);
            fresh.setPrefetchCount(prefetch);
            fresh.setMissingQueuesFatal(false);
            fresh.setDeclarationRetries(1);
            fresh.setFailedDeclarationRetryInterval(RECOVERY_MILLIS);
            fresh.setRecoveryInterval(RECOVERY_MILLIS);
            // A broker that was wiped may know its users later than its queues.
            fresh.setPossibleAuthenticationFailureFatal(false);
            fresh.setShutdownTimeout(shutdown.toMillis());
            fresh.setForceStop(true);
            fresh.afterPropertiesSet();
            return fresh;
        };
    }

    /**
     * The container tells that a consumer began, failed, was cancelled, starts anew; that it set out to begin is no news,
     * nor what the last one still has to say when the next is at work.
     */
    private void heard(SimpleMessageListenerContainer source, Object event) {
        if (source != container) {
            return;
        }
        if (event instanceof ConsumeOkEvent) {
            consuming = true;
            troubled = told(troubled, false, "messages come in again");
        } else if (event instanceof ListenerContainerConsumerFailedEvent failed) {
            consuming = false;
            troubled = told(troubled, true, "no messages until the broker answers: " + failed.getThrowable());
        } else if (!(event instanceof AsyncConsumerStartedEvent)) {
            consuming = false;
        }
    }

    /** Once for each trouble, however often the container tries. */
    private boolean told(boolean before, boolean now, String news) {
        if (before != now) {
            log.warn("{}: {}", queue, news);
        }
        return now;
    }

    String queue() {
        return queue;
    }

    JobKind kind() {
        return kind;
    }

    /** Whether the broker sends it messages; true as well while it is busy with one. */
    boolean isConsuming() {
        SimpleMessageListenerContainer current = container;
        return consuming && current != null && current.isActive();
    }

    /** Whether a message is in its hand. */
    boolean isBusy() {
        return consumer.isBusy();
    }

    /** How many messages have come since it was made. */
    long deliveries() {
        return consumer.deliveries();
    }

    /** Asks the broker anew. Not while it is busy: it would wait for that job. */
    synchronized void subscribeAgain() {
        if (!closing && isConsuming()) {
            stopContainer();
            start();
        }
    }

    synchronized void start() {
        if (!closing && container == null) {
            SimpleMessageListenerContainer fresh = containers.get();
            container = fresh;
            fresh.start();
        }
    }

    private void stopContainer() {
        SimpleMessageListenerContainer current = container;
        container = null;
        consuming = false;
        if (current != null) {
            current.destroy();
        }
    }

    /** Called by the consumer's own thread, so it must not wait for it. */
    private void pause(JobId unclaimable) {
        consuming = false;
        resumer.execute(() -> {
            stopForAWhile();
            log.warn("{}: no message is taken until the database answers", queue);
            resumeLater(unclaimable);
        });
    }

    private synchronized void stopForAWhile() {
        if (!closing) {
            stopContainer();
        }
    }

    private void resumeLater(JobId unclaimable) {
        resumer.schedule(() -> resume(unclaimable), PROBE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks for something small of the very job that could not be claimed. */
    private void resume(JobId unclaimable) {
        try {
            jobs.attempts(unclaimable);
            start();
            log.info("{}: the database answers, messages are taken again", queue);
        } catch (RuntimeException e) {
            log.debug("{}: not yet: {}", queue, e.toString());
            resumeLater(unclaimable);
        }
    }

    /** Takes no more messages; the one in hand goes on. */
    synchronized void stopTaking() {
        closing = true;
        consuming = false;
        SimpleMessageListenerContainer current = container;
        if (current == null) {
            stopped.countDown();
        } else {
            current.stop(stopped::countDown);
        }
    }

    void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
