package io.earmark.stt.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches a file over a bad line: what has come stays in {@code FILE.part}, and the next try asks for the rest only, provided
 * that the server still has the same file (RFC 9110, sections 13.1.5 and 14: If-Range with a strong ETag).
 */
final class ModelDownload {

    /** Told of what has come. */
    interface Progress {

        /** @param total in bytes; -1 if the server does not say */
        void at(long bytes, long total);
    }

    private static final int TRIES_WITHOUT_PROGRESS = 5;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

    private final HttpClient http;
    private final long maxBytes;
    private final Duration silence;
    private final Duration pause;

    /**
     * @param maxBytes of a file
     * @param silence  after which a connection counts as dead
     * @param pause    before a connection that was cut is tried again
     */
    ModelDownload(HttpClient http, long maxBytes, Duration silence, Duration pause) {
        this.http = http;
        this.maxBytes = maxBytes;
        this.silence = silence;
        this.pause = pause;
    }

    /**
     * Back when the file is there in full.
     *
     * @throws ModelRefused if the server does not give it, or the line stays dead
     */
    void fetch(URI url, Path file, Progress progress) throws IOException, InterruptedException {
        Path part = Path.of(file + ".part");
        int vain = 0;
        while (!Files.exists(file)) {
            long before = size(part);
            try {
                if (fetchRest(url, part, progress)) {
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                vain = size(part) > before ? 0 : vain + 1;
                if (vain == TRIES_WITHOUT_PROGRESS) {
                    throw new ModelRefused(
                            url + " cannot be fetched: " + (e.getMessage() == null ? e : e.getMessage()) + ". "
                                    + size(part) + " bytes are kept, and the next try goes on from there."
                                    + " Behind a proxy set https_proxy.",
                            e);
                }
                Thread.sleep(pause.toMillis());
            }
        }
    }

    /** @return whether all of it is there; false if it must be begun afresh */
    private boolean fetchRest(URI url, Path part, Progress progress) throws IOException, InterruptedException {
        Path tag = Path.of(part + ".etag");
        long have = size(part);
        boolean resume = have > 0 && Files.exists(tag);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(silence).header("Accept-Encoding", "identity");
        if (resume) {
            request.header("Range", "bytes=" + have + "-").header("If-Range", Files.readString(tag));
        }
        HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            switch (answer.statusCode()) {
                case 200 -> {
                    // The whole of it: the file is another by now, or the server knows no ranges.
                    Files.deleteIfExists(tag);
                    Files.deleteIfExists(part);
                    String etag = answer.headers().firstValue("ETag").orElse("");
                    if (etag.startsWith("\"")) {
                        Files.writeString(tag, etag);
                    }
                    copy(
                            body,
                            part,
                            0,
                            answer.headers().firstValueAsLong("Content-Length").orElse(-1),
                            progress);
                }
                case 206 -> copy(body, part, have, total(answer, have), progress);
                case 416 -> {
                    Files.deleteIfExists(part);
                    Files.deleteIfExists(tag);
                    return false;
                }
                case 500, 502, 503, 504, 429 -> throw new IOException("the server answers " + answer.statusCode());
                default ->
                    throw new ModelRefused(url + " cannot be fetched: the server answers " + answer.statusCode() + ".");
            }
        }
        Files.deleteIfExists(tag);
        return true;
    }

    private static long total(HttpResponse<?> answer, long have) throws IOException {
        Matcher range =
                RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != have) {
            throw new IOException("the server sends another part than the one that was asked for");
        }
        return range.group(2).equals("*") ? -1 : Long.parseLong(range.group(2));
    }

    private void copy(InputStream body, Path part, long have, long total, Progress progress) throws IOException {
        long bytes = have;
        try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Watch watch = new Watch(body, silence)) {
            byte[] chunk = new byte[1 << 16];
            for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
                watch.alive();
                bytes += read;
                if (bytes > maxBytes) {
                    throw new ModelRefused(
                            "The file is larger than " + maxBytes + " bytes; no model is. It was not kept.");
                }
                out.write(chunk, 0, read);
                progress.at(bytes, total);
            }
        }
        if (total >= 0 && bytes != total) {
            throw new IOException("the connection ended after " + bytes + " of " + total + " bytes");
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Closes a stream from which nothing comes any more: Java's client itself would wait for ever. */
    private static final class Watch implements AutoCloseable {

        private final InputStream body;
        private final Duration silence;
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private ScheduledFuture<?> alarm;

        Watch(InputStream body, Duration silence) {
            this.body = body;
            this.silence = silence;
            this.alarm = schedule();
        }

        private ScheduledFuture<?> schedule() {
            return thread.schedule(
                    () -> {
                        body.close();
                        return null;
                    },
                    silence.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        void alive() {
            alarm.cancel(false);
            alarm = schedule();
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }
}
