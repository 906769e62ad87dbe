package io.earmark.stt.child;

import io.earmark.stt.SpeechRecognizer;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running child, and the sessions that it works on. */
final class VoskProcess implements AutoCloseable {

    private static final int START_SECONDS = 60;
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final DataOutputStream toChild;
    private final Path errors;
    private final Map<Integer, VoskSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private VoskProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.toChild = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    }

    /** @throws IOException if it does not come up: most often a broken model */
    static VoskProcess start(Path model) throws IOException {
        Path errors = Files.createTempFile("earmark-vosk-", ".log");
        Process process = new ProcessBuilder(ChildCommand.of(model))
                .redirectError(errors.toFile())
                .start();
        VoskProcess child = new VoskProcess(process, errors);
        Thread reader = new Thread(child::read, "vosk-reader");
        reader.setDaemon(true);
        reader.start();
        try {
            child.ready.get(START_SECONDS, TimeUnit.SECONDS);
            return child;
        } catch (InterruptedException e) {
            child.close();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while Vosk started", e);
        } catch (ExecutionException | TimeoutException e) {
            String said = child.lastError();
            child.close();
            throw new IOException("its process did not come up. " + said, e);
        }
    }

    SpeechRecognizer.Session open() throws IOException {
        int number = numbers.incrementAndGet();
        VoskSession session = new VoskSession(number, this);
        sessions.put(number, session);
        send(new Frame(number, Frame.Act.OPEN, new byte[0]));
        if (!isAlive()) {
            session.broken(new IOException("Vosk's process ended"));
        }
        return session;
    }

    synchronized void send(Frame frame) throws IOException {
        frame.write(toChild);
        if (frame.act() != Frame.Act.PCM) {
            toChild.flush();
        }
    }

    void forget(int session) {
        sessions.remove(session);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(JSON.readTree(line));
            }
        } catch (IOException | UncheckedIOException | JacksonException e) {
            process.destroyForcibly();
        }
        IOException ended = new IOException("Vosk's process ended in the middle of its work (" + exitStatus() + ")");
        ready.completeExceptionally(ended);
        sessions.values().forEach(session -> session.broken(ended));
    }

    private void hear(JsonNode line) {
        if (line.has("ready")) {
            ready.complete(null);
            return;
        }
        VoskSession session = sessions.get(line.path("session").asInt());
        if (session != null) {
            session.hear(line);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String exitStatus() {
        try {
            return process.waitFor(5, TimeUnit.SECONDS) ? "exit status " + process.exitValue() : "still ending";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    private String lastError() {
        try {
            String said = Files.readString(errors).strip();
            return said.length() > 500 ? said.substring(said.length() - 500) : said;
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            errors.toFile().deleteOnExit();
        }
    }
}
