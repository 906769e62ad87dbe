package io.earmark;

import io.earmark.wire.Topology;
import java.nio.file.Files;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.context.support.GenericApplicationContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * A real RabbitMQ for tests, one for each JVM: the one that {@code EARMARK_TEST_AMQP_URI} names, else Testcontainers
 * where Docker answers, else a private node of the installed server. A test that stops or configures it starts a
 * {@link RabbitNode} of its own; one that cuts the line puts a {@link TcpProxy} before it.
 */
public final class Broker {

    private static final String ADDRESS = "EARMARK_TEST_AMQP_URI";
    private static final String NONE =
            "No RabbitMQ for the tests: run 'apt-get install rabbitmq-server', start Docker, or set " + ADDRESS;

    private Broker() {}

    private static final class Server {
        static final String URI = start();

        private static String start() {
            String given = System.getenv(ADDRESS);
            if (given != null) {
                return given;
            }
            return DockerClientFactory.instance().isDockerAvailable() ? container() : installed();
        }

        @SuppressWarnings("resource") // Testcontainers ends it with the JVM
        private static String container() {
            RabbitMQContainer container = new RabbitMQContainer("rabbitmq:3.13");
            container.start();
            return container.getAmqpUrl();
        }

        @SuppressWarnings("resource") // it ends with the JVM
        private static String installed() {
            if (!Files.isExecutable(RabbitNode.INSTALLED)) {
                throw new IllegalStateException(NONE);
            }
            return RabbitNode.running().uri();
        }
    }

    /** As {@code amqp://user:password@host:port}. */
    public static String uri() {
        return Server.URI;
    }

    /** A connection factory with correlated confirms and returns, as the gateway has it. Its caller destroys it. */
    public static CachingConnectionFactory connections() {
        return connections(uri());
    }

    /** As above, to another address. */
    public static CachingConnectionFactory connections(String uri) {
        CachingConnectionFactory connections = new CachingConnectionFactory();
        connections.setUri(uri);
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        return connections;
    }

    /** One that knows our exchange and queues, as processes of ours do, and has yet to declare them. */
    public static RabbitAdmin admin(CachingConnectionFactory connections) {
        GenericApplicationContext declarations = new GenericApplicationContext();
        declarations.registerBean(Declarables.class, Topology::declarables);
        declarations.refresh();
        RabbitAdmin admin = new RabbitAdmin(connections);
        admin.setApplicationContext(declarations);
        return admin;
    }
}
