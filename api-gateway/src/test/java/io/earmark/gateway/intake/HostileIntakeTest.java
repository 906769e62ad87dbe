package io.earmark.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.audio.ChildProcesses;
import io.earmark.audio.HostileRecording;
import io.earmark.audio.HostileRecordings;
import io.earmark.call.AudioFormat;
import io.earmark.gateway.web.Problem;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Uploads made to do harm: each is refused with a type, or looked into and found to be within the limits. */
class HostileIntakeTest {

    private static final int MOST_CHANNELS = 8;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @TempDir
    Path directory = Path.of("");

    @Test
    void a_hostile_upload_is_refused_with_a_type_and_reaches_nothing() throws Exception {
        AudioProbe probe = new AudioProbe(new IntakeSettings(
                DataSize.ofGigabytes(2), LONGEST, MOST_CHANNELS, 100_000, null, Duration.ofSeconds(20)));
        Set<ProcessHandle> before = ChildProcesses.running();
        try (ServerSocket trap = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> sprung = CompletableFuture.runAsync(() -> await(trap));
            List<HostileRecording> corpus = HostileRecordings.make(
                    20_260_302, directory, sample("1-greeting.wav"), sample("2-objection.wav"), trap.getLocalPort());
            assertThat(corpus).hasSizeGreaterThanOrEqualTo(300);
            SoftAssertions softly = new SoftAssertions();
            for (HostileRecording hostile : corpus) {
                examine(probe, hostile, softly);
            }
            softly.assertAll();
            assertThat(sprung).as("a connection").isNotDone();
        }
        assertThat(ChildProcesses.running()).isSubsetOf(before);
    }

    private void examine(AudioProbe probe, HostileRecording hostile, SoftAssertions softly) throws Exception {
        Path upload = Files.write(directory.resolve("upload"), hostile.bytes());
        try {
            AudioFormat format = probe.probe(upload);
            softly.assertThat(hostile.refused())
                    .as("%s was taken for %s", hostile, format)
                    .isFalse();
            softly.assertThat(format.channels()).as(hostile.name()).isBetween(1, MOST_CHANNELS);
            softly.assertThat(format.durationSeconds()).as(hostile.name()).isBetween(0.0, (double) LONGEST.toSeconds());
        } catch (Problem refusal) {
            softly.assertThat(refusal.detail().getStatus()).as(hostile.name()).isBetween(400, 499);
            softly.assertThat(String.valueOf(refusal.detail().getType()))
                    .as(hostile.name())
                    .startsWith("urn:earmark:problem:audio-");
        }
    }

    private static void await(ServerSocket trap) {
        try {
            trap.accept().close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("Nobody came", e);
        }
    }

    private static Path sample(String name) throws Exception {
        return Path.of(Objects.requireNonNull(HostileIntakeTest.class.getResource("/samples/" + name))
                .toURI());
    }
}
