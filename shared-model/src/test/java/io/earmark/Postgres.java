package io.earmark;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
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

    /** The JDBC URL, credentials included, of a new database without tables. */
    public static String newDatabaseUrl() {
        String name = "test_" + Long.toHexString(System.nanoTime());
        org.springframework.jdbc.core.simple.JdbcClient.create(new DriverManagerDataSource(Server.URL))
                .sql("create database " + name)
                .update();
        return Server.URL.replaceFirst("(?<=\\d)/[^?]+", "/" + name);
    }

    /** A new database with our tables. */
    public static DataSource migrated() {
        return new DriverManagerDataSource(newMigratedUrl());
    }

    /** The JDBC URL, credentials included, of a new database with our tables. */
    public static String newMigratedUrl() {
        String url = newDatabaseUrl();
        Flyway.configure().dataSource(new DriverManagerDataSource(url)).load().migrate();
        return url;
    }
}
