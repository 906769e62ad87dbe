package io.earmark.gateway.intake;

import io.earmark.audio.AudioProgram;
import io.earmark.audio.Bounds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** ffprobe over one recording at a time, bounded in time, memory and what it writes. */
final class Ffprobe {

    /** Of address space: ffprobe's libraries map 200 MB, and what it keeps of a recording is a few. */
    private static final long MEMORY_BYTES = 1L << 30;

    private static final int COMPLAINT_BYTES = 64 * 1024;
    private static final String SECONDS = "-?\\d{1,9}(\\.\\d{1,9})?";

    private final AudioProgram ffprobe;
    private final Duration patience;
    private final Bounds bounds;
    private final JsonMapper json = new JsonMapper();

    Ffprobe(AudioProgram ffprobe, Duration patience) {
        this.ffprobe = ffprobe;
        this.patience = patience;
        this.bounds = Bounds.ofMemoryAndCpu(MEMORY_BYTES, patience);
    }

    /** What the headers say of container and first audio stream, and ffprobe's warnings. */
    record Headers(JsonNode container, JsonNode stream, String warnings) {}

    /** Empty if ffprobe cannot read the recording. The stream is a missing node if there is none. */
    Optional<Headers> headers(Path recording) throws IOException, InterruptedException {
        List<String> asked = List.of(
                "-v",
                "warning",
                "-show_entries",
                "format=format_name,duration:stream=codec_name,codec_tag_string,channels,sample_rate,duration",
                "-of",
                "json");
        return run(asked, recording, (output, warnings) -> {
            JsonNode found = json.readTree(output);
            return new Headers(found.path("format"), found.path("streams").path(0), warnings);
        });
    }

    /**
     * The end of the last packet in seconds, which takes reading the whole file, but no decoding: for containers that
     * do not tell their length or only guess at it. Empty if ffprobe cannot read it; 0 if there are no packets.
     */
    Optional<Double> lastPacketEnd(Path recording) throws IOException, InterruptedException {
        List<String> asked =
                List.of("-v", "error", "-show_entries", "packet=pts_time,duration_time", "-of", "csv=print_section=0");
        return run(asked, recording, (output, warnings) -> {
            double end = 0;
            try (BufferedReader lines = Files.newBufferedReader(output, StandardCharsets.ISO_8859_1)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    end = Math.max(end, end(line.split(",", -1)));
                }
            }
            return end;
        });
    }

    private static double end(String[] packet) {
        return packet[0].matches(SECONDS) && packet.length > 1 && packet[1].matches(SECONDS)
                ? Double.parseDouble(packet[0]) + Double.parseDouble(packet[1])
                : 0;
    }

    private interface Reading<T> {
        T read(Path output, String warnings) throws IOException;
    }

    private <T> Optional<T> run(List<String> asked, Path recording, Reading<T> reading)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("earmark-probe-", ".out");
        Path complaints = Files.createTempFile("earmark-probe-", ".err");
        try {
            List<String> arguments = new ArrayList<>(List.of("-select_streams", "a:0"));
            arguments.addAll(asked);
            arguments.addAll(AudioProgram.input(recording));
            Process process = new ProcessBuilder(ffprobe.command(bounds, arguments))
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(complaints.toFile())
                    .start();
            try {
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                    return Optional.empty();
                }
            } finally {
                process.destroyForcibly();
            }
            return Optional.of(reading.read(output, beginning(complaints)));
        } catch (JacksonException e) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(complaints);
        }
    }

    private static String beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(COMPLAINT_BYTES), StandardCharsets.ISO_8859_1);
        }
    }
}
