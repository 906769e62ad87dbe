package io.earmark.faults.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Above what Linux gives out. */
    private static final long NO_PROCESS = 99_999_999L;

    @TempDir
    Path parent = Path.of("");

    private static Child sleeper(RunDirectory run) throws Exception {
        return Child.start(run, "sleeper", List.of("sleep", "600"), Map.of());
    }

    @Test
    void at_the_end_of_a_run_its_processes_end_and_its_directory_goes() throws Exception {
        RunDirectory run = RunDirectory.create(parent, ProcessHandle.current().pid());
        Child left = sleeper(run);
        assertThat(run.processes()).containsExactly("sleep 600");
        run.endEverything();
        assertThat(left.awaitEnd(PATIENCE)).isTrue();
        assertThat(run.path()).doesNotExist();
    }

    @Test
    void when_the_driver_is_killed_everything_ends() throws Exception {
        Process driver = new ProcessBuilder("sleep", "600").start();
        RunDirectory run = RunDirectory.create(parent, driver.pid());
        Child left = sleeper(run);
        driver.destroyForcibly().waitFor();
        assertThat(left.awaitEnd(PATIENCE)).isTrue();
        await().atMost(PATIENCE).until(() -> !Files.exists(run.path()));
    }

    @Test
    void what_a_dead_run_left_is_ended_by_the_next() throws Exception {
        Path dead = Files.createDirectory(parent.resolve("earmark-faults-dead"));
        Process left = marked(dead);
        Files.writeString(dead.resolve("driver"), Long.toString(NO_PROCESS));
        RunDirectory next = RunDirectory.create(parent, ProcessHandle.current().pid());
        assertThat(left.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(dead).doesNotExist();
        next.endEverything();
    }

    @Test
    void another_runs_processes_are_left_alone() throws Exception {
        RunDirectory run = RunDirectory.create(parent, ProcessHandle.current().pid());
        RunDirectory other = RunDirectory.create(parent, ProcessHandle.current().pid());
        Child theirs = sleeper(other);
        run.endEverything();
        assertThat(theirs.isAlive()).isTrue();
        other.endEverything();
        assertThat(theirs.awaitEnd(PATIENCE)).isTrue();
    }

    private static Process marked(Path directory) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put(RunDirectory.MARK, directory.toString());
        return builder.start();
    }
}
