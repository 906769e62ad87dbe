package io.earmark.work;

import com.rabbitmq.client.Channel;
import io.earmark.job.JobKind;
import io.earmark.wire.JobMessage;
import io.earmark.wire.JobMessageCodec;
import io.earmark.wire.Topology;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;

/** Takes a message, has its job done, and acknowledges it when the outcome is in the database, not before. */
final class JobConsumer implements ChannelAwareMessageListener {

    private static final Logger log = LoggerFactory.getLogger(JobConsumer.class);

    private final JobHandler handler;
    private final JobRunner runner;
    private final WorkMetrics metrics;

    JobConsumer(JobHandler handler, JobRunner runner, WorkMetrics metrics) {
        this.handler = handler;
        this.runner = runner;
        this.metrics = metrics;
    }

    String queue() {
        return Topology.queue(handler.kind());
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) throws Exception {
        if (channel == null) {
            throw new IllegalStateException("The container acknowledges by hand and must give the channel");
        }
        JobKind kind = handler.kind();
        long tag = message.getMessageProperties().getDeliveryTag();
        metrics.delivered(kind);
        JobMessage decoded;
        try {
            decoded = decode(message, kind);
        } catch (IllegalArgumentException e) {
            metrics.poison(kind);
            log.warn(
                    "A message in {} cannot be decoded and goes to {}: {}",
                    queue(),
                    Topology.DEAD_LETTERS,
                    e.getMessage());
            channel.basicReject(tag, false);
            return;
        }
        boolean settled;
        try {
            settled = runner.run(decoded.id(), handler);
        } catch (RuntimeException e) {
            log.warn("Job {}: the database did not answer; the message goes back to the broker", decoded.id(), e);
            settled = false;
        }
        acknowledge(channel, tag, settled);
    }

    private static JobMessage decode(Message message, JobKind kind) {
        JobMessage decoded = JobMessageCodec.decode(message.getBody());
        if (decoded.kind() != kind) {
            throw new IllegalArgumentException("It is for " + decoded.kind() + ", not " + kind);
        }
        return decoded;
    }

    /** A channel that closed meanwhile (a consumer time-out, a restart) brings the message again: a duplicate, no harm. */
    private void acknowledge(Channel channel, long tag, boolean settled) {
        try {
            if (settled) {
                channel.basicAck(tag, false);
            } else {
                channel.basicReject(tag, true);
            }
        } catch (IOException | RuntimeException e) {
            log.info("{}: could not acknowledge, the message will come again: {}", queue(), e.toString());
        }
    }
}
