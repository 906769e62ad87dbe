package io.earmark.work;

import com.rabbitmq.client.Channel;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.wire.JobMessage;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;

/** Takes a message, has its job done, and acknowledges it when the outcome is in the database, not before. */
final class JobConsumer implements ChannelAwareMessageListener {

    private static final Logger log = LoggerFactory.getLogger(JobConsumer.class);

    private static final Duration TOGETHER = Duration.ofSeconds(1);

    private final JobHandler handler;
    private final JobRunner runner;
    private final WorkMetrics metrics;
    private final Consumer<JobId> unclaimable;
    private final Pace pace = new Pace();
    private final AtomicLong deliveries = new AtomicLong();
    private volatile boolean busy;

    /** @param unclaimable told of a job whose claim failed: better take no message for a while */
    JobConsumer(JobHandler handler, JobRunner runner, WorkMetrics metrics, Consumer<JobId> unclaimable) {
        this.handler = handler;
        this.runner = runner;
        this.metrics = metrics;
        this.unclaimable = unclaimable;
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) {
        if (channel == null) {
            throw new IllegalStateException("The container acknowledges by hand and must give the channel");
        }
        busy = true;
        deliveries.incrementAndGet();
        try {
            take(message, channel, message.getMessageProperties().getDeliveryTag());
        } finally {
            busy = false;
        }
    }

    boolean isBusy() {
        return busy;
    }

    long deliveries() {
        return deliveries.get();
    }

    private void take(Message message, Channel channel, long tag) {
        JobMessage decoded;
        try {
            decoded = decode(message, handler.kind());
        } catch (IllegalArgumentException e) {
            metrics.poison(handler.kind());
            log.warn(
                    "A message in {} cannot be decoded and goes to {}: {}",
                    Topology.queue(handler.kind()),
                    Topology.DEAD_LETTERS,
                    e.getMessage());
            settle(() -> channel.basicReject(tag, false));
            return;
        }
        if (areDone(decoded.ids())) {
            settle(() -> channel.basicAck(tag, false));
        } else {
            settle(() -> channel.basicReject(tag, true));
        }
    }

    /**
     * One after the other. Jobs come together when they are short; if one turns out to be long, those behind it are given
     * back, to be announced to whoever is free.
     */
    private boolean areDone(List<JobId> ids) {
        long begun = System.nanoTime();
        for (int i = 0; i < ids.size(); ) {
            if (i > 0 && System.nanoTime() - begun > TOGETHER.toNanos()) {
                return runner.giveBack(ids.subList(i, ids.size()));
            }
            List<JobId> next = ids.subList(i, Math.min(ids.size(), i + pace.size()));
            if (!areDoneTogether(next)) {
                return false;
            }
            i += next.size();
        }
        return true;
    }

    private boolean areDoneTogether(List<JobId> ids) {
        long begun = System.nanoTime();
        try {
            return runner.run(ids, handler);
        } catch (RuntimeException e) {
            log.warn("Job {} cannot be claimed; its message goes back to the broker", ids.get(0), e);
            unclaimable.accept(ids.get(0));
            return false;
        } finally {
            pace.took(ids.size(), Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private static JobMessage decode(Message message, JobKind kind) {
        JobMessage decoded = JobMessageCodec.decode(message.getBody());
        if (decoded.kind() != kind) {
            throw new IllegalArgumentException("It is for " + decoded.kind() + ", not " + kind);
        }
        return decoded;
    }

    private interface Settling {
        void apply() throws IOException;
    }

    /** A channel that closed meanwhile (a consumer time-out, a restart) brings the message again: a duplicate, no harm. */
    private void settle(Settling settling) {
        try {
            settling.apply();
        } catch (IOException | RuntimeException e) {
            log.info(
                    "{}: the channel closed before the acknowledgement, the message comes again: {}",
                    Topology.queue(handler.kind()),
                    e.toString());
        }
    }
}
