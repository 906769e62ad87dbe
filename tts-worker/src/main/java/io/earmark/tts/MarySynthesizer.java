package io.earmark.tts;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sound.sampled.AudioInputStream;
import marytts.LocalMaryInterface;
import marytts.MaryInterface;
import marytts.exceptions.MaryConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MaryTTS in this process. It is not thread-safe, so one sentence at a time; an engine that outlives a sentence's
 * deadline is given up for a new one, since its vocoder can hang for ever.
 */
final class MarySynthesizer implements SpeechSynthesizer {

    private static final Logger log = LoggerFactory.getLogger(MarySynthesizer.class);

    private static final String VOICE = "cmu-slt-hsmm";
    private static final String HIGH = "slt";
    /** The same voice through a longer vocal tract and a lower pitch: a second speaker. */
    private static final String LOW = "slt-low";

    private static final String LOW_EFFECTS = "TractScaler(amount:0.8)+F0Add(f0Add:-70.0)";
    /** The voice's mean fundamental frequency in Hz, about; semitones are taken from it. */
    private static final double MEAN_F0 = 180;

    private final Supplier<MaryInterface> maries;
    private final Duration deadline;
    /** Not a monitor: who waits for a turn may be told to stop. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private MaryEngine engine;

    /** @param maries gives a MaryTTS: at once, and after each that was given up */
    MarySynthesizer(Supplier<MaryInterface> maries, Duration deadline) {
        this.maries = maries;
        this.deadline = deadline;
        this.engine = new MaryEngine(maries.get());
    }

    static MarySynthesizer start(Duration deadline) {
        return new MarySynthesizer(MarySynthesizer::mary, deadline);
    }

    static MaryInterface mary() {
        try {
            LocalMaryInterface mary = new LocalMaryInterface();
            mary.setLocale(Locale.US);
            mary.setVoice(VOICE);
            return mary;
        } catch (MaryConfigurationException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "MaryTTS does not start: its voice " + VOICE + " is missing from this build.", e);
        }
    }

    @Override
    public List<String> voices() {
        return List.of(HIGH, LOW);
    }

    /** A caller that is interrupted leaves its sentence to the engine, which ends it before it begins another. */
    @Override
    public AudioInputStream speak(String sentence, String voice, double pitch)
            throws IOException, InterruptedException {
        turn.lockInterruptibly();
        try {
            Future<AudioInputStream> spoken = engine.speak(sentence, effects(voice, pitch));
            return spoken.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("MaryTTS could not speak a sentence: " + e.getCause(), e);
        } catch (TimeoutException e) {
            restart();
            throw new IOException("MaryTTS took longer than " + deadline.toSeconds() + " s for a sentence", e);
        } finally {
            turn.unlock();
        }
    }

    private void restart() {
        if (!engine.stop()) {
            log.warn("A hung MaryTTS does not let go of its thread; it is left to itself");
        }
        engine = new MaryEngine(maries.get());
    }

    private static String effects(String voice, double pitch) {
        String shift = pitch == 0
                ? ""
                : String.format(Locale.ROOT, "F0Add(f0Add:%.1f)", MEAN_F0 * (Math.pow(2, pitch / 12) - 1));
        if (!voice.equals(LOW)) {
            return shift;
        }
        return shift.isEmpty() ? LOW_EFFECTS : LOW_EFFECTS + "+" + shift;
    }

    @Override
    public void close() {
        turn.lock();
        try {
            engine.stop();
        } finally {
            turn.unlock();
        }
    }
}
