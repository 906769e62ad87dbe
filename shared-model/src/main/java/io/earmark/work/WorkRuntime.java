package io.earmark.work;

import io.earmark.blob.BlobStore;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import io.earmark.store.StoreConfiguration;
import io.earmark.wire.Topology;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** Makes a worker of an application: to be imported beside its {@link JobHandler} beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkSettings.class)
@Import(StoreConfiguration.class)
public class WorkRuntime {

    @Bean
    @ConditionalOnMissingBean
    Declarables topology() {
        return Topology.declarables();
    }

    @Bean
    WorkMetrics workMetrics(MeterRegistry registry) {
        return new WorkMetrics(registry);
    }

    @Bean(destroyMethod = "close")
    LeaseKeeper leaseKeeper(Jobs jobs, WorkSettings settings) {
        return new LeaseKeeper(jobs, settings);
    }

    @Bean
    JobRunner jobRunner(
            Jobs jobs,
            Calls calls,
            BlobStore blobs,
            JsonMapper json,
            LeaseKeeper keeper,
            WorkMetrics metrics,
            WorkSettings settings) {
        return new JobRunner(jobs, calls, blobs, json, keeper, metrics, settings);
    }

    @Bean
    JobConsumers jobConsumers(
            List<JobHandler> handlers,
            JobRunner runner,
            ConnectionFactory connections,
            WorkMetrics metrics,
            WorkSettings settings,
            Environment environment) {
        boolean virtualThreads = Threading.VIRTUAL.isActive(environment);
        return new JobConsumers(handlers, runner, connections, metrics, settings, virtualThreads);
    }
}
