package io.earmark.stt.child;

import io.earmark.stt.EngineFailure;
import io.earmark.stt.SpeechRecognizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Vosk behind a child process: one that died, grew or aged is replaced when the next session is opened. */
public final class VoskRecognizer implements SpeechRecognizer {

    private static final Logger log = LoggerFactory.getLogger(VoskRecognizer.class);

    private final ChildCommand command;
    private final ChildSettings settings;
    private final Clock clock;
    private @Nullable VoskProcess child;
    private Instant childStarted = Instant.EPOCH;
    private boolean closed;

    private VoskRecognizer(ChildCommand command, ChildSettings settings, Clock clock) {
        this.command = command;
        this.settings = settings;
        this.clock = clock;
    }

    /** As shipped. See {@link #start(Path, ChildSettings, Clock)}. */
    public static VoskRecognizer start(Path model) {
        return start(model, ChildSettings.STANDARD, Clock.systemUTC());
    }

    /**
     * Starts the first child at once, so that a broken model is found now and not by the first job.
     *
     * @throws IllegalStateException if the model cannot be loaded, saying what to set
     */
    public static VoskRecognizer start(Path model, ChildSettings settings, Clock clock) {
        return start(ChildCommand.of(model), settings, clock);
    }

    static VoskRecognizer start(ChildCommand command, ChildSettings settings, Clock clock) {
        VoskRecognizer recognizer = new VoskRecognizer(command, settings, clock);
        try {
            recognizer.usable();
            return recognizer;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Vosk cannot load the model in " + command.model() + ": " + e.getMessage()
                            + " Set earmark.stt.model to 'general', 'tiny' or the directory of a Vosk model.",
                    e);
        }
    }

    /** Under the lock, or the child could be retired between being found usable and getting its session. */
    @Override
    public synchronized Session open() throws IOException {
        return usable().open();
    }

    @Override
    public SpeechRecognizer alone() throws IOException {
        VoskRecognizer single = new VoskRecognizer(command, settings, clock);
        single.usable();
        return single;
    }

    private synchronized VoskProcess usable() throws IOException {
        if (closed) {
            throw new IOException("The recogniser was closed");
        }
        VoskProcess old = child;
        if (old != null && old.isUsable()) {
            String due = due(old);
            if (due == null) {
                return old;
            }
            log.info("Vosk's process {}; a new one is started", due);
            old.retire();
        } else if (old != null) {
            EngineFailure end = old.end();
            log.warn("{}; a new one is started", end == null ? "Vosk's process was given up" : end.getMessage());
            old.retire();
        }
        VoskProcess started = VoskProcess.start(command, settings.patience());
        child = started;
        childStarted = clock.instant();
        return started;
    }

    /** Why the child must be replaced; null if it need not be. */
    private @Nullable String due(VoskProcess living) {
        if (!childStarted.plus(settings.age()).isAfter(clock.instant())) {
            return "is " + settings.age().toMinutes() + " minutes old";
        }
        long grown = living.grownBytes();
        return grown > settings.growth().toBytes() ? "grew by " + (grown >> 20) + " MB" : null;
    }

    /** The child that has the next session, for whoever supervises it. @throws IOException if none can be started */
    public ProcessHandle processHandle() throws IOException {
        return usable().handle();
    }

    @Override
    public String name() {
        return "vosk";
    }

    @Override
    public String version() {
        return "0.3.45";
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (child != null) {
            child.close();
        }
    }
}
