package io.earmark.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the broker alone can do: publish, confirm, consume, acknowledge, on a quorum queue like ours. */
final class RawBroker implements AutoCloseable {

    private static final int IN_FLIGHT = 100;
    private static final byte[] BODY = new byte[70];

    private final Connection connection;
    private final String queue;

    RawBroker(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        this.connection = factory.newConnection();
        this.queue = "bench.raw";
        try (Channel channel = connection.createChannel()) {
            channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
            channel.queuePurge(queue);
        }
    }

    /** @return messages a second, with so many consumers of prefetch 1 */
    double loop(int messages, int consumers) throws Exception {
        CountDownLatch left = new CountDownLatch(messages);
        Channel[] channels = new Channel[consumers];
        for (int i = 0; i < consumers; i++) {
            channels[i] = connection.createChannel();
            channels[i].basicQos(1);
            channels[i].basicConsume(queue, false, new Acknowledging(channels[i], left));
        }
        long begun = System.nanoTime();
        try (Channel publisher = connection.createChannel()) {
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

    /** One message at a time: published, consumed. @return milliseconds of each */
    List<Double> roundTrips(int messages) throws Exception {
        List<Double> millis = new ArrayList<>();
        BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
        try (Channel consumer = connection.createChannel();
                Channel publisher = connection.createChannel()) {
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
            for (int i = 0; i < messages; i++) {
                long begun = System.nanoTime();
                publisher.basicPublish("", queue, true, MessageProperties.PERSISTENT_BASIC, BODY);
                Long arrived = arrivals.poll(10, TimeUnit.SECONDS);
                if (arrived == null) {
                    throw new IllegalStateException("A message did not come back from the broker within 10 s");
                }
                millis.add((arrived - begun) / 1e6);
                publisher.waitForConfirmsOrDie(10_000);
            }
        }
        return millis;
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
        connection.close();
    }
}
