package io.earmark.stt.child;

import io.earmark.stt.EngineFailure;
import io.earmark.stt.SpeechRecognizer;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running child, and the sessions that it works on. */
final class VoskProcess implements AutoCloseable {

    private static final int START_SECONDS = 120;
    private static final int WATCH_MILLIS = 500;
    /** Until then it grows by what recognition takes, which is several times as much with one model as with another. */
    static final int WARM_UP_SESSIONS = 100;

    private static final long NOT_SENDING = Long.MAX_VALUE;
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final ChildErrors errors;
    private final Duration patience;
    private final DataOutputStream toChild;
    private final Map<Integer, VoskSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile long bytesWhenWarm;
    private volatile long sendingSince = NOT_SENDING;
    private volatile boolean stuck;
    private volatile boolean retired;
    private volatile @Nullable EngineFailure end;
    private volatile @Nullable String speakersRefused;

    private VoskProcess(Process process, ChildErrors errors, Duration patience) {
        this.process = process;
        this.errors = errors;
        this.patience = patience;
        this.toChild = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    }

    /** @throws IOException if it does not come up, saying why: most often a broken model */
    static VoskProcess start(ChildCommand command, Duration patience) throws IOException {
        ChildErrors errors = new ChildErrors();
        Process process;
        try {
            process = command.process().redirectError(errors.file()).start();
        } catch (IOException e) {
            errors.close();
            throw new IOException("its process cannot be started. " + e.getMessage(), e);
        }
        VoskProcess child = new VoskProcess(process, errors, patience);
        child.begin("vosk-reader", child::read);
        child.begin("vosk-watchdog", child::watch);
        try {
            child.ready.get(START_SECONDS, TimeUnit.SECONDS);
            return child;
        } catch (InterruptedException e) {
            child.close();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while Vosk started", e);
        } catch (ExecutionException | TimeoutException e) {
            String said = errors.lastWords();
            child.close();
            String why = e instanceof TimeoutException ? "it took over " + START_SECONDS + " s" : cause(e);
            throw new IOException("its process did not come up: " + why + ". " + said, e);
        }
    }

    private void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** A child that takes nothing any more would keep its senders for ever: writing to a pipe cannot be interrupted. */
    private void watch() {
        try {
            while (!process.waitFor(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                long since = sendingSince;
                if (since != NOT_SENDING && System.nanoTime() - since > patience.toNanos()) {
                    stuck = true;
                    process.destroyForcibly();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String cause(Exception e) {
        return e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
    }

    SpeechRecognizer.Session open(boolean voices) throws IOException {
        int number = numbers.incrementAndGet();
        if (number == WARM_UP_SESSIONS) {
            bytesWhenWarm = residentBytes();
        }
        VoskSession session = new VoskSession(number, this, patience);
        sessions.put(number, session);
        try {
            send(new Frame(number, Frame.Act.OPEN, new byte[voices ? 1 : 0]));
        } catch (IOException e) {
            sessions.remove(number);
            throw e;
        }
        EngineFailure over = end;
        if (over != null) {
            session.broken(over);
        }
        return session;
    }

    /** @throws EngineFailure if the child is gone, however that shows */
    synchronized void send(Frame frame) throws IOException {
        sendingSince = System.nanoTime();
        try {
            frame.write(toChild);
            if (frame.act() != Frame.Act.PCM) {
                toChild.flush();
            }
        } catch (IOException e) {
            EngineFailure failure = ended();
            failure.addSuppressed(e);
            throw failure;
        } finally {
            sendingSince = NOT_SENDING;
        }
    }

    private EngineFailure ended() {
        return stuck
                ? new EngineFailure(
                        EngineFailure.Kind.STALLED, "Vosk's process took nothing for " + patience.toSeconds() + " s")
                : ChildEnd.of(process, errors);
    }

    /** A session is over; the last one takes a retired child with it. */
    void forget(int session) {
        sessions.remove(session);
        if (retired && sessions.isEmpty()) {
            close();
        }
    }

    /** No new sessions from here on: it ends when the last one does, or now if there is none. */
    void retire() {
        retired = true;
        if (sessions.isEmpty()) {
            close();
        }
    }

    boolean isUsable() {
        return process.isAlive() && end == null && !retired;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Native code may print what it likes.
                if (line.startsWith("{")) {
                    hear(JSON.readTree(line));
                }
            }
        } catch (IOException | UncheckedIOException | JacksonException e) {
            process.destroyForcibly();
        }
        EngineFailure over = ended();
        end = over;
        ready.completeExceptionally(over);
        sessions.values().forEach(session -> session.broken(over));
    }

    private void hear(JsonNode line) {
        if (line.has("ready")) {
            speakersRefused = line.has("speakers") ? line.path("speakers").asString("") : null;
            ready.complete(null);
            return;
        }
        VoskSession session = sessions.get(line.path("session").asInt());
        if (session != null) {
            session.hear(line);
        }
    }

    /** Why it has no speaker model, though it was given one; null if it has what it was given. */
    @Nullable
    String speakersRefused() {
        return speakersRefused;
    }

    long residentBytes() {
        return ResidentMemory.of(process.pid());
    }

    /** Since it was warm, sessions that run included; 0 before. */
    long grownBytes() {
        long warm = bytesWhenWarm;
        return warm == 0 ? 0 : residentBytes() - warm;
    }

    /** How it ended, if it did. */
    @Nullable
    EngineFailure end() {
        return end;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        errors.close();
    }
}
