package io.earmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.JobState;
import io.earmark.standalone.client.ApiClient;
import io.earmark.standalone.client.JobStatus;
import io.earmark.standalone.client.StageWatch;
import io.earmark.standalone.client.StageWatch.Outcome;
import io.earmark.standalone.client.StageWatch.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed, started again on the same directory, and stopped. */
@Timeout(300)
class KilledInMidCallIT {

    /** So that there is time to kill it in. */
    private static final int REPEATS = 15;

    /** Less than the usual half a minute, for which the test would wait. */
    private static final Map<String, String> LEASE =
            Map.of("EARMARK_WORK_LEASE", "12s", "EARMARK_WORK_HEARTBEAT", "2s");

    @TempDir
    Path home;

    @Test
    void a_call_is_finished_although_its_server_was_killed_in_the_middle_of_it() throws Exception {
        Path data = home.resolve("data");
        Path recording = longRecording();
        String job;
        String call;
        String key;
        List<ProcessHandle> orphans;
        try (EarmarkProcess first = up(data)) {
            ApiClient api = new ApiClient(first.url(), key = first.key());
            JobStatus sent = api.transcribe(recording, null);
            job = sent.id();
            call = String.valueOf(sent.callId());
            Awaitility.await("the call to be under way")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> api.job(job).state() == JobState.RUNNING);
            orphans = first.children();
            first.kill();
        }
        try (EarmarkProcess second = up(data)) {
            ApiClient api = new ApiClient(second.url(), second.key());
            assertThat(second.line("model")).isEqualTo("tiny");
            List<Outcome> outcomes =
                    new StageWatch(api, new EndToEndContract.Unseen()).awaitCoached(List.of(new Watched("call", call)));
            assertThat(outcomes.get(0).failed()).isEmpty();
            assertThat(api.job(job).attempts()).as("the killed attempt counts").isEqualTo(2);
            assertThat(api.transcript(call).path("utterances").size()).isGreaterThanOrEqualTo(REPEATS * 8);
            assertThat(Files.readString(data.resolve("api-key")).strip()).isEqualTo(key);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("api-key"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secrets-key"))))
                    .isEqualTo("rw-------");
            refuses_a_second_process(data);
            orphans = java.util.stream.Stream.concat(orphans.stream(), second.children().stream())
                    .toList();
        }
        for (ProcessHandle child : orphans) {
            Awaitility.await("process " + child.pid() + " to end")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !child.isAlive());
        }
    }

    private static void refuses_a_second_process(Path data) throws Exception {
        EarmarkProcess third = up(data);
        assertThat(third.rest()).contains("Another Earmark runs on " + data);
        assertThat(third.exitCode()).isEqualTo(1);
    }

    private static EarmarkProcess up(Path data) throws IOException {
        return EarmarkProcess.start(LEASE, "up", "--port", "0", "--data", data.toString(), "--model", "tiny");
    }

    private Path longRecording() throws Exception {
        Path once = GroundTruth.of("5-call-price-stereo").recording(home);
        byte[] audio;
        try (AudioInputStream in = AudioSystem.getAudioInputStream(once.toFile())) {
            audio = in.readAllBytes();
            byte[] often = new byte[audio.length * REPEATS];
            for (int i = 0; i < REPEATS; i++) {
                System.arraycopy(audio, 0, often, i * audio.length, audio.length);
            }
            Path file = home.resolve("long.wav");
            AudioInputStream out = new AudioInputStream(
                    new java.io.ByteArrayInputStream(often),
                    in.getFormat(),
                    often.length / in.getFormat().getFrameSize());
            AudioSystem.write(out, AudioFileFormat.Type.WAVE, file.toFile());
            return file;
        }
    }
}
