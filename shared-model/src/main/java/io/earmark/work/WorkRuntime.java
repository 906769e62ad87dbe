package io.earmark.work;

import io.earmark.blob.BlobStore;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import io.earmark.store.Outbox;
import io.earmark.store.StoreConfiguration;
import io.earmark.wire.Topology;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
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
    Scratch scratch(WorkSettings settings) {
        return Scratch.open(settings.scratch());
    }

    @Bean(destroyMethod = "close")
    LeaseKeeper leaseKeeper(Jobs jobs, WorkSettings settings, List<JobHandler> handlers) {
        return new LeaseKeeper(jobs, settings, handlers.size() * settings.concurrency());
    }

    @Bean
    JobRunner jobRunner(
            Jobs jobs,
            Calls calls,
            BlobStore blobs,
            JsonMapper json,
            Scratch scratch,
            LeaseKeeper keeper,
            WorkMetrics metrics,
            WorkSettings settings) {
        return new JobRunner(
                jobs, job -> new HeldJob(job, jobs, calls, blobs, json, scratch), keeper, metrics, settings);
    }

    @Bean
    JobConsumers jobConsumers(
            List<JobHandler> handlers,
            JobRunner runner,
            ConnectionFactory connections,
            AmqpAdmin admin,
            ApplicationContext context,
            Jobs jobs,
            Outbox outbox,
            WorkMetrics metrics,
            WorkSettings settings) {
        JobConsumers consumers = new JobConsumers(handlers, runner, metrics, jobs, settings);
        consumers.prepare(connections, admin, outbox, context, settings);
        return consumers;
    }

    /** Its name makes it {@code work} among the health contributors. */
    @Bean
    WorkHealth workHealthIndicator(JobConsumers consumers) {
        return new WorkHealth(consumers);
    }
}
