package io.earmark.stt;

import io.earmark.stt.model.SpeechModel;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine for each model, started when it is first wanted. So many are in memory at a time: one more, and the one that was
 * not used for longest is ended; if all are at work, who wants another waits until one is not. A job wants one at a time, so
 * none can wait for ever.
 */
final class Recognizers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Recognizers.class);

    /** Starts a model's engine. */
    interface Starter {
        /** @throws IllegalStateException if the model cannot be loaded, saying why */
        SpeechRecognizer start(SpeechModel model);
    }

    private static final class Engine {
        private final FutureTask<SpeechRecognizer> recognizer;
        private int users;
        private long lastUsed;

        Engine(FutureTask<SpeechRecognizer> recognizer) {
            this.recognizer = recognizer;
        }
    }

    /** A job's hold on an engine. */
    record Use(SpeechRecognizer recognizer, Runnable over) implements AutoCloseable {
        @Override
        public void close() {
            over.run();
        }
    }

    private final Starter starter;
    private final int most;
    private final Map<SpeechModel, Engine> engines = new HashMap<>();
    private long uses;
    private boolean closed;

    private Recognizers(Starter starter, int most) {
        this.starter = starter;
        this.most = most;
    }

    /** With that model's engine started, so that a broken one is found now and not by the first job. */
    static Recognizers start(SpeechModel first, Starter starter, int most) {
        Recognizers recognizers = new Recognizers(starter, most);
        recognizers.engines.put(first, done(starter.start(first)));
        return recognizers;
    }

    /** One for one model. */
    static Recognizers of(SpeechRecognizer recognizer, SpeechModel model) {
        return start(model, any -> recognizer, 1);
    }

    private static Engine done(SpeechRecognizer recognizer) {
        FutureTask<SpeechRecognizer> task = new FutureTask<>(() -> recognizer);
        task.run();
        return new Engine(task);
    }

    /**
     * The engine of a model, for as long as it is not closed.
     *
     * @throws IOException if the model cannot be loaded, saying why
     */
    Use use(SpeechModel model) throws IOException, InterruptedException {
        Engine engine = taken(model);
        try {
            // The first to come starts it, without holding up those who want another.
            engine.recognizer.run();
            return new Use(engine.recognizer.get(), () -> release(model, engine, false));
        } catch (ExecutionException e) {
            release(model, engine, true);
            throw new IOException("The speech model " + model.name() + " cannot be used: " + e.getCause(), e);
        } catch (InterruptedException e) {
            release(model, engine, false);
            throw e;
        }
    }

    private synchronized Engine taken(SpeechModel model) throws IOException, InterruptedException {
        while (true) {
            if (closed) {
                throw new IOException("The recognisers were closed");
            }
            Engine engine = engines.get(model);
            Engine idle = null;
            if (engine == null && (engines.size() < most || (idle = idle().orElse(null)) != null)) {
                engine = new Engine(starting(model, idle));
                engines.values().remove(idle);
                engines.put(model, engine);
            }
            if (engine != null) {
                engine.users++;
                return engine;
            }
            wait();
        }
    }

    private FutureTask<SpeechRecognizer> starting(SpeechModel model, @Nullable Engine instead) {
        return new FutureTask<>(() -> {
            if (instead != null) {
                close(instead);
            }
            log.info("Starting the speech model {}", model.described());
            return starter.start(model);
        });
    }

    private Optional<Engine> idle() {
        return engines.values().stream()
                .filter(engine -> engine.users == 0)
                .min(Comparator.comparingLong(engine -> engine.lastUsed));
    }

    private synchronized void release(SpeechModel model, Engine engine, boolean broken) {
        engine.users--;
        engine.lastUsed = ++uses;
        if (broken) {
            engines.remove(model, engine);
        }
        notifyAll();
    }

    private static void close(Engine engine) {
        try {
            engine.recognizer.get().close();
        } catch (ExecutionException e) {
            log.debug("It had never started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        engines.values().stream().filter(engine -> engine.recognizer.isDone()).forEach(Recognizers::close);
        notifyAll();
    }
}
