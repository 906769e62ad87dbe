package io.earmark.faults.inside;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.RabbitConnectionFactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionFactoryBeanConfigurer;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/** Finds its way into a process by the class path alone, and does nothing unless the driver gave it a home. */
@AutoConfiguration(before = RabbitAutoConfiguration.class)
@ConditionalOnProperty(Home.PROPERTY)
public class FaultsAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Failpoints failpoints(Environment environment, Trace faultTrace) {
        return new Failpoints(home(environment), environment.getRequiredProperty(Home.PROCESS), faultTrace);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Trace faultTrace(Environment environment) {
        return new Trace(home(environment), environment.getRequiredProperty(Home.PROCESS), Clock.systemUTC());
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static FaultyBeans faultyBeans(Environment environment, Failpoints failpoints, Trace faultTrace) {
        return new FaultyBeans(home(environment), failpoints, faultTrace);
    }

    /** Boot's own, around a client whose channels have failpoints. */
    @Bean
    CachingConnectionFactory rabbitConnectionFactory(
            RabbitConnectionFactoryBeanConfigurer clientSettings,
            CachingConnectionFactoryConfigurer settings,
            RabbitProperties properties,
            Environment environment,
            Failpoints failpoints)
            throws Exception {
        RabbitConnectionFactoryBean client = new RabbitConnectionFactoryBean();
        clientSettings.configure(client);
        client.afterPropertiesSet();
        CachingConnectionFactory connections =
                new CachingConnectionFactory(new FaultyConnections(client.getObject(), failpoints, home(environment)));
        settings.configure(connections, properties);
        return connections;
    }

    private static Home home(Environment environment) {
        return new Home(Path.of(environment.getRequiredProperty(Home.PROPERTY)));
    }
}
