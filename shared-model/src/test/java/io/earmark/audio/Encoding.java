package io.earmark.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * The forms in which recordings come, made from any other with ffmpeg: the one on the PATH, or the bundled one if that
 * one alone has the encoder (as for AMR; GSM is the other way round).
 */
public enum Encoding {
    WAV_16("wav", "pcm_s16le", 16_000),
    WAV_8("wav", "pcm_u8", 16_000),
    WAV_24("wav", "pcm_s24le", 44_100),
    WAV_FLOAT("wav", "pcm_f32le", 48_000),
    WAV_MULAW("wav", "pcm_mulaw", 8_000),
    WAV_ALAW("wav", "pcm_alaw", 8_000),
    WAV_GSM("wav", "libgsm_ms", 8_000),
    WAV_ADPCM_MS("wav", "adpcm_ms", 8_000),
    WAV_ADPCM_IMA("wav", "adpcm_ima_wav", 8_000),
    MP3("mp3", "libmp3lame", 44_100),
    M4A("m4a", "aac", 44_100),
    AAC("aac", "aac", 16_000),
    OGG_OPUS("ogg", "libopus", 48_000),
    OGG_VORBIS("ogg", "libvorbis", 44_100),
    WEBM("webm", "libopus", 48_000),
    FLAC("flac", "flac", 16_000),
    AMR("amr", "libopencore_amrnb", 8_000),
    AMR_WB("amr", "libvo_amrwbenc", 16_000),
    WMA("wma", "wmav2", 44_100),
    AIFF("aiff", "pcm_s16be", 16_000);

    private final String extension;
    private final String encoder;
    private final int sampleRate;

    Encoding(String extension, String encoder, int sampleRate) {
        this.extension = extension;
        this.encoder = encoder;
        this.sampleRate = sampleRate;
    }

    public int sampleRate() {
        return sampleRate;
    }

    /** Makes the recording anew in this form. @return the file, in the given directory */
    public Path make(Path recording, Path directory, String... options) throws IOException, InterruptedException {
        Path made = directory.resolve(name().toLowerCase(java.util.Locale.ROOT) + "." + extension);
        List<String> command =
                new ArrayList<>(List.of(program(), "-nostdin", "-v", "error", "-y", "-i", recording.toString()));
        command.addAll(List.of("-ar", Integer.toString(sampleRate), "-c:a", encoder));
        command.addAll(List.of(options));
        command.add(made.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("ffmpeg could not make " + this + ": " + String.join(" ", command));
        }
        return made;
    }

    private String program() throws IOException {
        if (has("ffmpeg")) {
            return "ffmpeg";
        }
        String bundled = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        if (has(bundled)) {
            return bundled;
        }
        throw new IllegalStateException("No ffmpeg here has the encoder " + encoder
                + ": install one that does, 'apt-get install ffmpeg' on Debian.");
    }

    private boolean has(String program) throws IOException {
        Process process = new ProcessBuilder(program, "-v", "error", "-encoders")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .contains(" " + encoder + " ");
    }
}
