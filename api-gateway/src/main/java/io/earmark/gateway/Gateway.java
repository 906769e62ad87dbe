package io.earmark.gateway;

import io.earmark.store.StoreConfiguration;
import io.earmark.wire.Topology;
import org.springframework.amqp.core.Declarables;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** Everything of the gateway but its main method: to be imported by an application. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
        excludeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = GatewayApplication.class))
@ConfigurationPropertiesScan
@Import(StoreConfiguration.class)
public class Gateway {

    @Bean
    @ConditionalOnMissingBean
    Declarables topology() {
        return Topology.declarables();
    }
}
