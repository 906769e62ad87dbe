package io.earmark.stt.child;

import io.earmark.call.Word;
import io.earmark.stt.EngineFailure;
import io.earmark.stt.SpeechRecognizer;
import io.earmark.stt.Spoken;
import io.earmark.stt.voice.VoicePrint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * One stretch of recognition, as the parent sees it. The child acknowledges each chunk that it is through with, and only
 * so many may be under way: no session can fill the pipe and keep the others waiting.
 */
final class VoskSession implements SpeechRecognizer.Session {

    private static final int CHUNKS_UNDER_WAY = 12;

    private final int number;
    private final VoskProcess process;
    private final Duration patience;
    private final Semaphore chunks = new Semaphore(CHUNKS_UNDER_WAY);
    private final List<Word> words = new ArrayList<>();
    private final List<VoicePrint> prints = new ArrayList<>();
    private final CompletableFuture<Spoken> done = new CompletableFuture<>();
    private volatile long heardNanos;

    VoskSession(int number, VoskProcess process, Duration patience) {
        this.number = number;
        this.process = process;
        this.patience = patience;
        this.heardNanos = System.nanoTime();
    }

    @Override
    public void accept(byte[] pcm, int length) throws IOException, InterruptedException {
        if (!chunks.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw stalled();
        }
        if (done.isCompletedExceptionally()) {
            throw failure();
        }
        byte[] samples = length == pcm.length ? pcm : Arrays.copyOf(pcm, length);
        process.send(new Frame(number, Frame.Act.PCM, samples));
    }

    @Override
    public Spoken finish() throws IOException, InterruptedException {
        process.send(new Frame(number, Frame.Act.FINISH, new byte[0]));
        heardNanos = System.nanoTime();
        while (true) {
            long left = patience.toNanos() - (System.nanoTime() - heardNanos);
            if (left <= 0) {
                throw stalled();
            }
            try {
                return done.get(left, TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw failure();
            } catch (TimeoutException e) {
                // Unless it was heard of meanwhile, the next round finds no time left.
                continue;
            }
        }
    }

    /** A hanging thread cannot be stopped; its process ends when the other sessions are through. */
    private EngineFailure stalled() {
        EngineFailure failure = new EngineFailure(
                EngineFailure.Kind.STALLED, "Vosk gave no sign of life for " + patience.toSeconds() + " s");
        broken(failure);
        process.retire();
        return failure;
    }

    /** A new one each time, with the caller's own stack in it. */
    private EngineFailure failure() {
        EngineFailure told =
                done.handle((spoken, failure) -> (EngineFailure) failure).join();
        EngineFailure failure = new EngineFailure(told.kind(), String.valueOf(told.getMessage()));
        failure.initCause(told);
        return failure;
    }

    /** Called by the reader alone. */
    void hear(JsonNode line) {
        heardNanos = System.nanoTime();
        if (line.has("took")) {
            chunks.release();
        } else if (line.has("failed")) {
            broken(new EngineFailure(
                    EngineFailure.Kind.ENDED,
                    "Vosk gave up: " + line.path("failed").asString("")));
        } else if (line.has("done")) {
            done.complete(new Spoken(List.copyOf(words), List.copyOf(prints)));
        } else {
            result(line.path("vosk"));
        }
    }

    private void result(JsonNode vosk) {
        int before = words.size();
        for (JsonNode word : vosk.path("result")) {
            words.add(new Word(
                    word.path("word").asString(""),
                    word.path("start").asDouble(),
                    word.path("end").asDouble(),
                    word.path("conf").asDouble()));
        }
        JsonNode spk = vosk.path("spk");
        float[] vector = new float[spk.size()];
        boolean usable = vector.length > 0 && words.size() > before;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) spk.path(i).asDouble(Double.NaN);
            usable &= Float.isFinite(vector[i]);
        }
        if (usable) {
            double start = words.get(before).start();
            double end = words.get(words.size() - 1).end();
            prints.add(new VoicePrint(start, end, vosk.path("spk_frames").asInt(0), vector));
        }
    }

    /** Whoever waits is let go. */
    void broken(EngineFailure why) {
        done.completeExceptionally(why);
        chunks.release(CHUNKS_UNDER_WAY);
    }

    @Override
    public void close() {
        if (!done.isDone()) {
            try {
                process.send(new Frame(number, Frame.Act.DROP, new byte[0]));
            } catch (IOException e) {
                // The process is gone, and the session with it.
                done.completeExceptionally(e);
            }
        }
        process.forget(number);
    }
}
