package io.earmark.stt.audio;

import io.earmark.work.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What comes out of a running ffmpeg. A watchdog ends one that writes nothing for too long, or
 * whose reader is told to stop. */
final class FfmpegPcm implements AudioDecoder.Pcm {

    private static final int WATCH_MILLIS = 500;
    private static final int COMPLAINT_BYTES = 4_096;
    private static final long NOT_READING = Long.MAX_VALUE;

    private final Process process;
    private final Path errors;
    private final int frameBytes;
    private final long mostBytes;
    private final Duration maxDuration;
    private final Duration patience;
    private final ScheduledExecutorService watchdog;
    private final Thread reader = Thread.currentThread();
    private long bytes;
    private volatile long readingSince = NOT_READING;
    private volatile boolean stuck;

    FfmpegPcm(Process process, Path errors, int channels, DecodeSettings settings) {
        this.process = process;
        this.errors = errors;
        this.frameBytes = 2 * channels;
        this.maxDuration = settings.maxDuration();
        this.patience = settings.patience();
        this.mostBytes = maxDuration.toSeconds() * AudioDecoder.SAMPLE_RATE * frameBytes;
        this.watchdog = Executors.newSingleThreadScheduledExecutor(watch -> {
            Thread thread = new Thread(watch, "ffmpeg-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        watchdog.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void watch() {
        long since = readingSince;
        if (since == NOT_READING) {
            return;
        }
        if (reader.isInterrupted()) {
            // A read from a pipe does not hear of it.
            process.destroyForcibly();
        } else if (System.nanoTime() - since > patience.toNanos()) {
            stuck = true;
            process.destroyForcibly();
        }
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        InputStream samples = process.getInputStream();
        int read = 0;
        // One read after another, so that each byte counts as a sign of life.
        while (read < buffer.length) {
            readingSince = System.nanoTime();
            int more = samples.read(buffer, read, buffer.length - read);
            readingSince = NOT_READING;
            if (more < 0) {
                break;
            }
            read += more;
        }
        bytes += read;
        if (bytes > mostBytes) {
            close();
            throw new PermanentFailure(
                    "audio-too-long",
                    "The recording is too long",
                    "Whatever its header says, it goes on for more than " + maxDuration.toSeconds()
                            + " s. Split it, or raise earmark.stt.decode.max-duration.");
        }
        return read - read % frameBytes;
    }

    @Override
    public String complaint() throws IOException, InterruptedException {
        int status = process.waitFor();
        if (stuck) {
            return "it gave no sample for " + patience.toSeconds() + " s";
        }
        if (status == 0) {
            return "";
        }
        try (InputStream in = Files.newInputStream(errors)) {
            String said = new String(in.readNBytes(COMPLAINT_BYTES), StandardCharsets.UTF_8).strip();
            // Where our own files lie is nobody's business.
            return said.lines()
                    .map(line -> line.replaceAll("file:\\S*", "the recording"))
                    .findFirst()
                    .orElse("exit status " + status);
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        process.destroyForcibly();
        try {
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            errors.toFile().deleteOnExit();
        }
    }
}
