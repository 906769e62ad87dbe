package io.earmark.faults.inside;

import com.rabbitmq.client.AddressResolver;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import org.springframework.util.ClassUtils;

/** The AMQP client, whose connections give {@link FaultyChannel}s. */
final class FaultyConnections extends ConnectionFactory {

    private final ConnectionFactory real;
    private final Failpoints failpoints;
    private final Home home;

    FaultyConnections(ConnectionFactory real, Failpoints failpoints, Home home) {
        this.real = real;
        this.failpoints = failpoints;
        this.home = home;
        setHost(real.getHost());
        setPort(real.getPort());
        setAutomaticRecoveryEnabled(false);
    }

    @Override
    public Connection newConnection(ExecutorService executor, AddressResolver addresses, String name)
            throws IOException, TimeoutException {
        Connection connection = real.newConnection(executor, addresses, name);
        return Around.of(connection, ClassUtils.getAllInterfaces(connection), (method, arguments, call) -> {
            Object result = call.proceed(arguments);
            if (result instanceof Channel channel) {
                return faulty(channel);
            }
            return result instanceof Optional<?> opened
                    ? opened.map(one -> one instanceof Channel channel ? faulty(channel) : one)
                    : result;
        });
    }

    private Channel faulty(Channel channel) {
        return new FaultyChannel(channel, failpoints, home).proxy();
    }
}
