package io.earmark.tts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import marytts.LocalMaryInterface;
import marytts.exceptions.MaryConfigurationException;
import marytts.exceptions.SynthesisException;

/**
 * MaryTTS in this process. It is not thread-safe, so one sentence at a time; a sentence that outlives its deadline is
 * given up, and with it the engine's thread, since its vocoder can hang for ever.
 */
final class MarySynthesizer implements SpeechSynthesizer {

    private static final String VOICE = "cmu-slt-hsmm";
    private static final String HIGH = "slt";
    /** The same voice through a longer vocal tract and a lower pitch: a second speaker. */
    private static final String LOW = "slt-low";

    private static final String LOW_EFFECTS = "TractScaler(amount:0.8)+F0Add(f0Add:-70.0)";
    /** The voice's mean fundamental frequency in Hz, about; semitones are taken from it. */
    private static final double MEAN_F0 = 180;

    private final LocalMaryInterface mary;
    private final Duration deadline;
    private ExecutorService engine = newEngine();

    private MarySynthesizer(LocalMaryInterface mary, Duration deadline) {
        this.mary = mary;
        this.deadline = deadline;
    }

    static MarySynthesizer start(Duration deadline) {
        try {
            LocalMaryInterface mary = new LocalMaryInterface();
            mary.setLocale(Locale.US);
            mary.setVoice(VOICE);
            return new MarySynthesizer(mary, deadline);
        } catch (MaryConfigurationException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "MaryTTS does not start: its voice " + VOICE + " is missing from this build.", e);
        }
    }

    private static ExecutorService newEngine() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(null, task, "mary", 16L << 20);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public List<String> voices() {
        return List.of(HIGH, LOW);
    }

    @Override
    public synchronized void speak(String sentence, String voice, double pitch, Path wav)
            throws IOException, InterruptedException {
        Future<?> spoken = engine.submit(() -> {
            synthesize(sentence, effects(voice, pitch), wav);
            return null;
        });
        try {
            spoken.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("MaryTTS could not speak a sentence: " + e.getCause(), e);
        } catch (TimeoutException e) {
            engine.shutdownNow();
            engine = newEngine();
            throw new IOException("MaryTTS took longer than " + deadline + " for a sentence", e);
        }
    }

    /** {@code AudioSystem.write} drains the stream to its end, as MaryTTS needs. */
    private void synthesize(String sentence, String effects, Path wav) throws IOException, SynthesisException {
        mary.setAudioEffects(effects);
        try (AudioInputStream audio = mary.generateAudio(sentence)) {
            AudioSystem.write(audio, AudioFileFormat.Type.WAVE, wav.toFile());
        }
    }

    private static String effects(String voice, double pitch) {
        StringBuilder effects = new StringBuilder(voice.equals(LOW) ? LOW_EFFECTS : "");
        if (pitch != 0) {
            append(effects, String.format(Locale.ROOT, "F0Add(f0Add:%.1f)", MEAN_F0 * (Math.pow(2, pitch / 12) - 1)));
        }
        return effects.toString();
    }

    private static void append(StringBuilder effects, String effect) {
        effects.append(effects.isEmpty() ? "" : "+").append(effect);
    }

    @Override
    public synchronized void close() {
        engine.shutdownNow();
    }
}
