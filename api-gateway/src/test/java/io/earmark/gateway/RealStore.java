package io.earmark.gateway;

import io.earmark.Postgres;
import io.earmark.SettableClock;
import io.earmark.store.StoreConfiguration;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** The store alone, on a real PostgreSQL, with a clock that the test moves: for what needs no server around it. */
public final class RealStore implements AutoCloseable {

    public final SettableClock clock = new SettableClock();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    public RealStore(Path blobs) {
        this(blobs, Postgres.migrated());
    }

    /** @param source of a database with our tables */
    public RealStore(Path blobs, DataSource source) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("earmark.blobs.directory", blobs.toString())));
        context.registerBean(DataSource.class, () -> source);
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(source));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(source));
        context.registerBean(JsonMapper.class, () -> new JsonMapper());
        context.registerBean(SettableClock.class, () -> clock);
        context.register(StoreConfiguration.class);
        context.refresh();
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
