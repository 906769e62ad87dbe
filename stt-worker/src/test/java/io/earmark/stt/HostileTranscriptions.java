package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.audio.ChildProcesses;
import io.earmark.audio.HostileRecording;
import io.earmark.audio.HostileRecordings;
import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.job.Warning;
import io.earmark.stt.audio.DecodeSettings;
import io.earmark.work.PermanentFailure;
import io.earmark.work.RecordingJobContext;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.SoftAssertions;
import org.springframework.util.FileSystemUtils;

/**
 * Recordings made to do harm, as if the intake had let them through: each fails for good with a reason, or gives a
 * transcript. None is tried again for ever, and none reaches beyond itself.
 */
final class HostileTranscriptions {

    private static final long SEED = 20_260_302;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path directory;

    /** @param directory an empty one, for the recordings and what becomes of them */
    HostileTranscriptions(Path directory) {
        this.directory = directory;
    }

    /** @return how many they are */
    int examine(Path models) throws Exception {
        try (Transcriber transcriber = new Transcriber(models);
                ServerSocket trap = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            long engine = transcriber.recognizer().processHandle().pid();
            Set<ProcessHandle> before = ChildProcesses.running();
            CompletableFuture<Void> sprung = CompletableFuture.runAsync(() -> await(trap));
            List<HostileRecording> corpus = corpus(trap.getLocalPort());
            TranscribeHandler handler = transcriber.handler(
                    new DecodeSettings(LONGEST, Duration.ofSeconds(20)), RecognitionSettings.STANDARD);
            SoftAssertions softly = new SoftAssertions();
            for (HostileRecording hostile : corpus) {
                examine(handler, hostile, softly);
            }
            softly.assertAll();
            assertThat(sprung).as("a connection").isNotDone();
            assertThat(ChildProcesses.running()).isSubsetOf(before);
            assertThat(transcriber.recognizer().processHandle().pid())
                    .as("the engine that it began with")
                    .isEqualTo(engine);
            return corpus.size();
        }
    }

    private List<HostileRecording> corpus(int port) throws Exception {
        return HostileRecordings.make(
                SEED, directory, Transcriber.sample("1-greeting.wav"), Transcriber.sample("2-objection.wav"), port);
    }

    private void examine(TranscribeHandler handler, HostileRecording hostile, SoftAssertions softly) throws Exception {
        Path room = directory.resolve("room");
        RecordingJobContext job = new RecordingJobContext(room);
        BlobRef blob = job.blobs().write(new ByteArrayInputStream(hostile.bytes()), Long.MAX_VALUE);
        AudioFormat claimed = new AudioFormat(
                "wav", "pcm_s16le", 5, 1 + Math.floorMod(hostile.name().hashCode(), 3), 16_000);
        job.with(new Call(CallId.random(), "acme", blob, claimed, CallMetadata.NONE, Instant.EPOCH));
        try {
            Transcript transcript = (Transcript) handler.handle(job);
            softly.assertThat(transcript.durationSeconds()).as(hostile.name()).isLessThanOrEqualTo(LONGEST.toSeconds());
            softly.assertThat(said(transcript)).as(hostile.name()).doesNotContain("salesforce", "quarter");
        } catch (PermanentFailure e) {
            softly.assertThat(e.failure().type()).as(hostile.name()).startsWith("audio-");
            softly.assertThat(e.failure().detail()).as(hostile.name()).doesNotContain(directory.toString());
        } catch (Exception e) {
            softly.fail(hostile.name() + " would be tried again", e);
        }
        softly.assertThat(job.warnings())
                .extracting(Warning::detail)
                .allSatisfy(detail -> assertThat(detail).doesNotContain(directory.toString()));
        FileSystemUtils.deleteRecursively(room);
    }

    private static List<String> said(Transcript transcript) {
        return transcript.speakers().stream()
                .flatMap(speaker -> Transcriber.words(transcript, speaker.channel()).stream())
                .toList();
    }

    private static void await(ServerSocket trap) {
        try {
            trap.accept().close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("Nobody came", e);
        }
    }
}
