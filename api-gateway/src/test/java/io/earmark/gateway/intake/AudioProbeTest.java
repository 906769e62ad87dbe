package io.earmark.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.call.AudioFormat;
import io.earmark.gateway.web.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class AudioProbeTest {

    @TempDir
    Path directory = Path.of("");

    private final AudioProbe probe = new AudioProbe(settings(null));

    private static IntakeSettings settings(@org.jspecify.annotations.Nullable String ffprobe) {
        return new IntakeSettings(
                DataSize.ofGigabytes(2), Duration.ofHours(4), 8, 100_000, ffprobe, Duration.ofSeconds(20));
    }

    private static Path sample(String name) throws Exception {
        return Path.of(Objects.requireNonNull(AudioProbeTest.class.getResource("/samples/" + name))
                .toURI());
    }

    @Test
    void a_stereo_recording_is_measured() throws Exception {
        AudioFormat format = probe.probe(sample("5-call-price-stereo.wav"));
        assertThat(format.container()).isEqualTo("wav");
        assertThat(format.codec()).isEqualTo("pcm_s16le");
        assertThat(format.channels()).isEqualTo(2);
        assertThat(format.durationSeconds()).isBetween(39.0, 39.1);
    }

    @Test
    void telephone_band_is_audio_too() throws Exception {
        assertThat(probe.probe(sample("4-phone8k.wav")).sampleRate()).isEqualTo(8_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp3", "m4a", "ogg", "flac", "webm", "aiff"})
    void what_ffmpeg_writes_is_read_whatever_it_is_called(String container) throws Exception {
        Path made = directory.resolve("call." + container);
        String ffmpeg = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        Process process = new ProcessBuilder(
                        ffmpeg,
                        "-v",
                        "error",
                        "-i",
                        sample("1-greeting.wav").toString(),
                        // A rate that every one of the encoders has.
                        "-ar",
                        "48000",
                        made.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        Path nameless = Files.move(made, directory.resolve("blob"));
        assertThat(probe.probe(nameless).durationSeconds()).isBetween(1.0, 6.0);
    }

    @Test
    void garbage_is_no_audio() throws Exception {
        byte[] garbage = new byte[100_000];
        new Random(1).nextBytes(garbage);
        assertUnreadable(Files.write(directory.resolve("garbage.wav"), garbage));
    }

    @Test
    void nothing_at_all_is_no_audio() throws Exception {
        assertUnreadable(Files.createFile(directory.resolve("empty.wav")));
    }

    @Test
    void a_playlist_opens_no_other_file() throws Exception {
        String concat = "ffconcat version 1.0\nfile '" + sample("1-greeting.wav") + "'\n";
        assertUnreadable(Files.writeString(directory.resolve("list.wav"), concat));
        String hls = "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n" + sample("1-greeting.wav") + "\n#EXT-X-ENDLIST\n";
        assertUnreadable(Files.writeString(directory.resolve("list.mp3"), hls));
    }

    @Test
    void a_program_that_does_not_run_stops_the_start_with_what_to_do() {
        assertThatThrownBy(() -> new AudioProbe(settings("/no/such/ffprobe")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("earmark.intake.ffprobe")
                .hasMessageContaining("apt-get install");
    }

    @Test
    void the_bundled_program_serves_where_none_is_installed() throws Exception {
        String bundled = Loader.load(org.bytedeco.ffmpeg.ffprobe.class);
        assertThat(new AudioProbe(settings(bundled))
                        .probe(sample("1-greeting.wav"))
                        .channels())
                .isEqualTo(1);
    }

    private void assertUnreadable(Path file) {
        assertThatThrownBy(() -> probe.probe(file))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.detail().getType())
                                .hasToString("urn:earmark:problem:audio-unreadable"));
    }
}
