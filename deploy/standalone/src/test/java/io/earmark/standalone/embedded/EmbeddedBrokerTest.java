package io.earmark.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.earmark.Broker;
import io.earmark.job.JobKind;
import io.earmark.wire.Topology;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

class EmbeddedBrokerTest {

    private static final String QUEUE = Topology.queue(JobKind.TRANSCRIBE);
    private static final String KEY = JobKind.TRANSCRIBE.label();

    private final EmbeddedBroker broker;
    private final CachingConnectionFactory connections;
    private final RabbitTemplate template;

    EmbeddedBrokerTest() throws IOException {
        broker = EmbeddedBroker.start();
        connections = connections(broker.password());
        template = new RabbitTemplate(connections);
        template.setMandatory(true);
    }

    @BeforeEach
    void declareTheTopology() {
        Broker.admin(connections).initialize();
    }

    @AfterEach
    void stop() throws IOException {
        connections.destroy();
        broker.close();
    }

    @Test
    void takes_the_queues_that_RabbitMQ_is_given_too() {
        RabbitAdmin admin = new RabbitAdmin(connections);
        for (JobKind kind : JobKind.values()) {
            assertThat(admin.getQueueInfo(Topology.queue(kind))).isNotNull();
        }
        assertThat(admin.getQueueInfo(Topology.DEAD_LETTERS)).isNotNull();
    }

    @Test
    void confirms_what_it_could_route_and_returns_or_refuses_what_not() throws Exception {
        CorrelationData routed = new CorrelationData("routed");
        template.convertAndSend(Topology.EXCHANGE, KEY, "job", routed);
        assertThat(routed.getFuture().get(30, TimeUnit.SECONDS).ack()).isTrue();
        assertThat(routed.getReturned()).isNull();

        CorrelationData lost = new CorrelationData("lost");
        template.convertAndSend(Topology.EXCHANGE, "no-such-kind", "job", lost);
        boolean acknowledged = lost.getFuture().get(30, TimeUnit.SECONDS).ack();
        assertThat(acknowledged && lost.getReturned() == null).isFalse();
    }

    @Test
    void sends_a_rejected_message_to_the_dead_letters() throws Exception {
        template.convertAndSend(Topology.EXCHANGE, KEY, "poison");
        try (Connection connection = connections.createConnection();
                Channel channel = connection.createChannel(false)) {
            GetResponse taken = taken(channel);
            channel.basicReject(taken.getEnvelope().getDeliveryTag(), false);
        }
        Message dead =
                template.receive(Topology.DEAD_LETTERS, Duration.ofSeconds(30).toMillis());
        assertThat(dead).isNotNull();
        assertThat(new String(dead.getBody(), StandardCharsets.UTF_8)).isEqualTo("poison");
    }

    @Test
    void gives_a_message_to_another_when_its_consumer_dies_however_often() throws Exception {
        template.convertAndSend(Topology.EXCHANGE, KEY, "job");
        for (int death = 0; death < 5; death++) {
            CachingConnectionFactory mortal = connections(broker.password());
            GetResponse taken = taken(mortal.createConnection().createChannel(false));
            assertThat(new String(taken.getBody(), StandardCharsets.UTF_8)).isEqualTo("job");
            mortal.destroy();
        }
        assertThat(template.receive(QUEUE, Duration.ofSeconds(30).toMillis())).isNotNull();
        assertThat(template.receive(Topology.DEAD_LETTERS)).isNull();
    }

    @Test
    void takes_a_message_back_however_often_it_is_returned() throws Exception {
        template.convertAndSend(Topology.EXCHANGE, KEY, "job");
        try (Connection connection = connections.createConnection();
                Channel channel = connection.createChannel(false)) {
            for (int i = 0; i < 30; i++) {
                channel.basicReject(taken(channel).getEnvelope().getDeliveryTag(), true);
            }
        }
        assertThat(template.receive(QUEUE, Duration.ofSeconds(30).toMillis())).isNotNull();
        assertThat(template.receive(Topology.DEAD_LETTERS)).isNull();
    }

    @Test
    void lets_nobody_in_without_the_password() {
        CachingConnectionFactory stranger = connections("guess");
        assertThatThrownBy(stranger::createConnection).hasStackTraceContaining("Authentication failed");
        stranger.destroy();
    }

    @Test
    void cannot_be_reached_from_other_machines() throws Exception {
        List<InetSocketAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .map(address -> new InetSocketAddress(address, broker.port()))
                .toList();
        for (InetSocketAddress address : outside) {
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(address, 1_000)).isInstanceOf(IOException.class);
            }
        }
    }

    private static GetResponse taken(Channel channel) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> channel.basicGet(QUEUE, false), got -> got != null);
    }

    private CachingConnectionFactory connections(String password) {
        CachingConnectionFactory factory = new CachingConnectionFactory(broker.host(), broker.port());
        factory.setUsername(broker.user());
        factory.setPassword(password);
        factory.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        factory.setPublisherReturns(true);
        return factory;
    }
}
