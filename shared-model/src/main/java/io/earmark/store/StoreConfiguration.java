package io.earmark.store;

import io.earmark.blob.BlobStore;
import io.earmark.blob.FileBlobStore;
import io.earmark.job.RetryPolicy;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The store's beans. They want Boot's data source, JDBC client, transaction manager and JSON mapper. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BackoffSettings.class, BlobSettings.class})
public class StoreConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    @ConditionalOnMissingBean
    RetryPolicy retryPolicy(BackoffSettings settings) {
        return new Backoff(settings);
    }

    @Bean
    @ConditionalOnMissingBean
    BlobStore blobStore(BlobSettings settings) throws IOException {
        return new FileBlobStore(settings.directory());
    }

    @Bean
    TransactionTemplate storeTransaction(PlatformTransactionManager transactions) {
        return new TransactionTemplate(transactions);
    }

    @Bean
    Calls calls(JdbcClient jdbc, JsonMapper json) {
        return new JdbcCalls(jdbc, json);
    }

    @Bean
    Jobs jobs(
            JdbcClient jdbc,
            TransactionTemplate storeTransaction,
            JsonMapper json,
            RetryPolicy retries,
            ObjectProvider<DueListener> nearby,
            Clock clock) {
        // The relay, which listens, needs the store itself: it is looked up when there is something to tell.
        Supplier<Optional<DueListener>> relay = () -> Optional.ofNullable(nearby.getIfAvailable());
        return new JdbcJobs(jdbc, storeTransaction, json, retries, relay, clock);
    }

    @Bean
    Events events(JdbcClient jdbc, JsonMapper json, Clock clock) {
        return new JdbcEvents(jdbc, new Json(json), clock);
    }

    @Bean
    Kinds kinds(JdbcClient jdbc, TransactionTemplate storeTransaction, Clock clock) {
        return new JdbcKinds(jdbc, storeTransaction, clock);
    }

    @Bean
    Outbox outbox(JdbcClient jdbc, Clock clock) {
        return new JdbcOutbox(jdbc, clock);
    }

    @Bean
    Retention retention(JdbcClient jdbc) {
        return new JdbcRetention(jdbc);
    }
}
