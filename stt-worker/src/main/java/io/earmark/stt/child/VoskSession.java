package io.earmark.stt.child;

import io.earmark.call.Word;
import io.earmark.stt.SpeechRecognizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.JsonNode;

/** One channel's recognition, as the parent sees it. */
final class VoskSession implements SpeechRecognizer.Session {

    private final int number;
    private final VoskProcess process;
    private final List<Word> words = new ArrayList<>();
    private final CompletableFuture<List<Word>> done = new CompletableFuture<>();

    VoskSession(int number, VoskProcess process) {
        this.number = number;
        this.process = process;
    }

    @Override
    public void accept(byte[] pcm, int length) throws IOException {
        if (done.isCompletedExceptionally()) {
            throw new IOException("Vosk's process ended in the middle of its work");
        }
        process.send(new Frame(number, Frame.Act.PCM, Arrays.copyOf(pcm, length)));
    }

    @Override
    public List<Word> finish() throws IOException, InterruptedException {
        process.send(new Frame(number, Frame.Act.FINISH, new byte[0]));
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? "Vosk failed" : e.getCause().getMessage(), e);
        }
    }

    /** Called by the reader alone. */
    void hear(JsonNode line) {
        if (line.has("failed")) {
            broken(new IOException("Vosk could not begin"));
        } else if (line.has("done")) {
            done.complete(List.copyOf(words));
        } else {
            for (JsonNode word : line.path("vosk").path("result")) {
                words.add(new Word(
                        word.path("word").asString(""),
                        word.path("start").asDouble(),
                        word.path("end").asDouble(),
                        word.path("conf").asDouble()));
            }
        }
    }

    void broken(IOException why) {
        done.completeExceptionally(why);
    }

    @Override
    public void close() {
        process.forget(number);
        if (!done.isDone()) {
            try {
                process.send(new Frame(number, Frame.Act.DROP, new byte[0]));
            } catch (IOException e) {
                // The process is gone, and the session with it.
                done.completeExceptionally(e);
            }
        }
    }
}
