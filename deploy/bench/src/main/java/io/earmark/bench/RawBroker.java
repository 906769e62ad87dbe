package io.earmark.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What the broker alone can do: publish, confirm, consume, acknowledge, on a quorum queue like ours; over two connections, as
 * whoever sends and whoever works are two processes.
 */
final class RawBroker implements AutoCloseable {

    private static final int IN_FLIGHT = 100;
    private static final byte[] BODY = new byte[70];

    private final Connection sender;
    private final Connection receiver;
    private final String queue;

    RawBroker(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        this.sender = factory.newConnection();
        this.receiver = factory.newConnection();
        this.queue = "bench.raw";
        try (Channel channel = sender.createChannel()) {
            channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
            channel.queuePurge(queue);
        }
    }

    /** @return messages a second, with so many consumers of prefetch 1 */
    double loop(int messages, int consumers) throws Exception {
        CountDownLatch left = new CountDownLatch(messages);
        Channel[] channels = new Channel[consumers];
        for (int i = 0; i < consumers; i++) {
            channels[i] = receiver.createChannel();
            channels[i].basicQos(1);
            channels[i].basicConsume(queue, false, new Acknowledging(channels[i], left));
        }
        long begun = System.nanoTime();
        try (Channel publisher = sender.createChannel()) {
            publisher.confirmSelect();
            for (int i = 0; i < messages; i++) {
                publisher.basicPublish("", queue, true, MessageProperties.PERSISTENT_BASIC, BODY);
                if (i % IN_FLIGHT == IN_FLIGHT - 1) {
                    publisher.waitForConfirmsOrDie(10_000);
                }
            }
            publisher.waitForConfirmsOrDie(10_000);
        }
        if (!left.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException(left.getCount() + " messages did not come back from the broker");
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        for (Channel channel : channels) {
            channel.close();
        }
        return messages / seconds;
    }

    /** One message at a time: published, consumed. */
    RoundTrips roundTrips() throws IOException {
        return new RoundTrips(sender.createChannel(), receiver.createChannel(), queue);
    }

    static final class RoundTrips implements AutoCloseable {

        private final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
        private final Channel publisher;
        private final Channel consumer;
        private final String queue;

        private RoundTrips(Channel publisher, Channel consumer, String queue) throws IOException {
            this.publisher = publisher;
            this.consumer = consumer;
            this.queue = queue;
            consumer.basicQos(1);
            consumer.basicConsume(
                    queue,
                    false,
                    (tag, delivery) -> {
                        arrivals.add(System.nanoTime());
                        consumer.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                    },
                    tag -> {});
            publisher.confirmSelect();
        }

        /** @return milliseconds from the publication to the arrival */
        double next() throws Exception {
            long begun = System.nanoTime();
            publisher.basicPublish("", queue, true, MessageProperties.PERSISTENT_BASIC, BODY);
            Long arrived = arrivals.poll(10, TimeUnit.SECONDS);
            if (arrived == null) {
                throw new IllegalStateException("A message did not come back from the broker within 10 s");
            }
            publisher.waitForConfirmsOrDie(10_000);
            return (arrived - begun) / 1e6;
        }

        @Override
        public void close() throws Exception {
            consumer.close();
            publisher.close();
        }
    }

    private static final class Acknowledging extends DefaultConsumer {

        private final CountDownLatch left;

        Acknowledging(Channel channel, CountDownLatch left) {
            super(channel);
            this.left = left;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            getChannel().basicAck(envelope.getDeliveryTag(), false);
            left.countDown();
        }
    }

    @Override
    public void close() throws IOException {
        receiver.close();
        sender.close();
    }
}
