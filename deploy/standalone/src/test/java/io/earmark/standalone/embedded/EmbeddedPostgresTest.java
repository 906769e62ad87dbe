package io.earmark.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedPostgresTest {

    @TempDir
    Path home;

    @Test
    void keeps_its_data_when_its_process_is_killed() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PostgresHolder.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader words =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            String line = words.readLine();
            while (line != null && !line.equals(PostgresHolder.WRITTEN)) {
                line = words.readLine();
            }
            assertThat(line).as("the child has written its row").isEqualTo(PostgresHolder.WRITTEN);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        long left = Long.parseLong(Files.readAllLines(home.resolve("postgres/postmaster.pid"))
                .get(0)
                .strip());
        assertThat(ProcessHandle.of(left)).as("the server outlives its parent").isPresent();

        try (EmbeddedPostgres again = EmbeddedPostgres.start(home)) {
            assertThat(client(again, again.password())
                            .sql("select what from kept")
                            .query(String.class)
                            .single())
                    .isEqualTo("a row");
        }
        assertThat(home.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void asks_for_a_password_that_only_its_owner_may_read() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("postgres-password"))))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> client(postgres, "guess")
                            .sql("select 1")
                            .query(Integer.class)
                            .single())
                    .rootCause()
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void writes_through_to_the_disk() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            JdbcClient client = client(postgres, postgres.password());
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(client.sql("show " + setting).query(String.class).single())
                        .as(setting)
                        .isEqualTo("on");
            }
            assertThat(client.sql("show listen_addresses").query(String.class).single())
                    .isEqualTo("127.0.0.1");
        }
    }

    static JdbcClient client(EmbeddedPostgres postgres, String password) {
        return JdbcClient.create(new DriverManagerDataSource(postgres.url(), postgres.user(), password));
    }
}
