package io.earmark.stt.child;

import io.earmark.stt.SpeechRecognizer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Vosk behind a child process: one that died is replaced when the next session is opened. */
public final class VoskRecognizer implements SpeechRecognizer {

    private static final Logger log = LoggerFactory.getLogger(VoskRecognizer.class);

    private final Path model;
    private @Nullable VoskProcess child;
    private boolean closed;

    private VoskRecognizer(Path model) {
        this.model = model;
    }

    /**
     * Starts the first child at once, so that a broken model is found now and not by the first job.
     *
     * @throws IllegalStateException if the model cannot be loaded, saying what to set
     */
    public static VoskRecognizer start(Path model) {
        VoskRecognizer recognizer = new VoskRecognizer(model);
        try {
            recognizer.living();
            return recognizer;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Vosk cannot load the model in " + model + ": " + e.getMessage()
                            + " Set earmark.stt.model to 'general', 'tiny' or the directory of a Vosk model.",
                    e);
        }
    }

    @Override
    public Session open() throws IOException {
        return living().open();
    }

    private synchronized VoskProcess living() throws IOException {
        if (closed) {
            throw new IOException("The recogniser was closed");
        }
        if (child == null || !child.isAlive()) {
            if (child != null) {
                log.warn("Vosk's process ended ({}); a new one is started", child.exitStatus());
                child.close();
            }
            child = VoskProcess.start(model);
        }
        return child;
    }

    /** The living child, for whoever supervises it. @throws IOException if none can be started */
    public ProcessHandle processHandle() throws IOException {
        return living().handle();
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
