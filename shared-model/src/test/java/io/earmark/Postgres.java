package io.earmark;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A real PostgreSQL for tests, one for each JVM, each test class with a database of its own: the one that
 * {@code EARMARK_TEST_POSTGRES_URL} names (user and password in the URL), else Testcontainers where Docker answers, else
 * an embedded server from Maven Central. A test that stops it starts a {@link PostgresNode} of its own.
 */
public final class Postgres {

    private static final String ADDRESS = "EARMARK_TEST_POSTGRES_URL";

    private Postgres() {}

    /** The server starts with the first database that is asked for, and ends with the JVM. */
    private static final class Server {
        static final String URL = start();

        private static String start() {
            String given = System.getenv(ADDRESS);
            if (given != null) {
                return given;
            }
            return DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
        }

        @SuppressWarnings("resource") // Testcontainers ends it with the JVM
        private static String container() {
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:17");
            container.start();
            return container.getJdbcUrl() + "&user=" + container.getUsername() + "&password=" + container.getPassword();
        }

        private static String embedded() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPort(Ports.reserve())
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .start();
                return server.getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "No PostgreSQL for the tests: set " + ADDRESS
                                + " to a JDBC URL with user and password, or run as root or a user that may run"
                                + " 'unshare -U' so that the embedded server can start",
                        e);
            }
        }
    }

    /** A database with our tables, which the others are copies of: the migrations run but once. */
    private static final class Template {
        static final String NAME = make();

        private static String make() {
            String name = newName();
            String url = created(name, "");
            Flyway.configure()
                    .dataSource(new DriverManagerDataSource(url))
                    .load()
                    .migrate();
            return name;
        }
    }

    /** The JDBC URL, credentials included, of a new database without tables. */
    public static String newDatabaseUrl() {
        return created(newName(), "");
    }

    /** A new database with our tables, over a pool of connections as in production; none is kept for long. */
    public static HikariDataSource migrated() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(newMigratedUrl());
        pool.setMaximumPoolSize(40);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(10_000);
        return pool;
    }

    /** The JDBC URL, credentials included, of a new database with our tables. */
    public static String newMigratedUrl() {
        return created(newName(), " template " + Template.NAME);
    }

    private static String newName() {
        return "test_" + Long.toHexString(System.nanoTime());
    }

    private static String created(String name, String from) {
        JdbcClient.create(new DriverManagerDataSource(Server.URL))
                .sql("create database " + name + from)
                .update();
        return Server.URL.replaceFirst("(?<=\\d)/[^?]+", "/" + name);
    }
}
