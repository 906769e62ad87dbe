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

    private final ChildSettings settings;
    private final Clock clock;
    private ChildCommand command;
    private @Nullable VoskProcess child;
    private Instant childStarted = Instant.EPOCH;
    private boolean closed;

    private VoskRecognizer(ChildCommand command, ChildSettings settings, Clock clock) {
        this.command = command;
        this.settings = settings;
        this.clock = clock;
    }

    /** As shipped, without a speaker model. See {@link #start(Path, Path, ChildSettings, Clock)}. */
    public static VoskRecognizer start(Path model) {
        return start(model, null, ChildSettings.STANDARD, Clock.systemUTC());
    }

    /**
     * Starts the first child at once, so that a broken model is found now and not by the first job. A speaker model that
     * cannot be loaded is done without, with a warning in the log.
     *
     * @param speakers directory of a Vosk speaker model; null for none
     * @throws IllegalStateException if the model cannot be loaded, saying what to set
     */
    public static VoskRecognizer start(Path model, @Nullable Path speakers, ChildSettings settings, Clock clock) {
        return start(ChildCommand.of(model, speakers), settings, clock);
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
    public synchronized Session open(boolean voices) throws IOException {
        return usable().open(voices);
    }

    @Override
    public synchronized boolean tellsVoices() {
        return command.speakers() != null;
    }

    /** Without the speaker model: if that one broke the first attempt, it must not cost the transcript. */
    @Override
    public synchronized SpeechRecognizer alone() throws IOException {
        VoskRecognizer single = new VoskRecognizer(command.withoutSpeakers(), settings, clock);
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
        VoskProcess started = started();
        child = started;
        childStarted = clock.instant();
        return started;
    }

    private VoskProcess started() throws IOException {
        if (command.speakers() == null) {
            return VoskProcess.start(command, settings.patience());
        }
        VoskProcess started;
        String refused;
        try {
            started = VoskProcess.start(command, settings.patience());
            refused = started.speakersRefused();
        } catch (IOException e) {
            // Whether the speaker model is to blame shows without it.
            started = VoskProcess.start(command.withoutSpeakers(), settings.patience());
            refused = e.getMessage();
        }
        if (refused != null) {
            log.warn(
                    "Vosk cannot load the speaker model in {} ({}): speakers on one channel are told apart without it."
                            + " Set earmark.stt.speaker-model to the directory of another, or to nothing.",
                    command.speakers(),
                    refused);
            command = command.withoutSpeakers();
        }
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
