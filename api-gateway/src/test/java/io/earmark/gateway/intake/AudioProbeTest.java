package io.earmark.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.audio.Encoding;
import io.earmark.call.AudioFormat;
import io.earmark.gateway.web.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    @EnumSource
    void every_form_is_known_by_its_content_whatever_it_is_called(Encoding form) throws Exception {
        Path nameless = Files.move(form.make(sample("1-greeting.wav"), directory), directory.resolve("blob"));
        AudioFormat format = probe.probe(nameless);
        assertThat(format.durationSeconds()).isBetween(5.0, 5.5);
        assertThat(format.channels()).isEqualTo(1);
        assertThat(format.sampleRate()).isEqualTo(form.sampleRate());
    }

    @Test
    void a_container_that_does_not_tell_its_length_is_measured() throws Exception {
        Path streamed = Encoding.WEBM.make(sample("1-greeting.wav"), directory, "-live", "1");
        assertThat(probe.probe(streamed).durationSeconds()).isBetween(5.0, 5.3);
    }

    @Test
    void a_length_that_ffprobe_only_guesses_at_is_measured() throws Exception {
        Path headless =
                Encoding.MP3.make(sample("5-call-price-stereo.wav"), directory, "-write_xing", "0", "-q:a", "5");
        assertThat(probe.probe(headless).durationSeconds()).isBetween(39.0, 39.3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drms", "enca"})
    void a_protected_recording_is_refused_as_that(String mark) throws Exception {
        Path open = Encoding.M4A.make(sample("1-greeting.wav"), directory);
        String bytes = Files.readString(open, StandardCharsets.ISO_8859_1);
        Files.writeString(open, bytes.replace("mp4a", mark), StandardCharsets.ISO_8859_1);
        assertRefused(open, "audio-protected");
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
        assertRefused(file, "audio-unreadable");
    }

    private void assertRefused(Path file, String type) {
        assertThatThrownBy(() -> probe.probe(file))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.detail().getType()).hasToString("urn:earmark:problem:" + type));
    }
}
