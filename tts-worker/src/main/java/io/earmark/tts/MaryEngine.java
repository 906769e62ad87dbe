package io.earmark.tts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import marytts.MaryInterface;
import marytts.exceptions.SynthesisException;

/** A MaryTTS and the one thread that may use it: what is asked of it, it does one after the other. */
final class MaryEngine {

    private static final long STACK_BYTES = 16L << 20;
    private static final int STOP_SECONDS = 5;

    private final MaryInterface mary;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        // Its phonemiser recurses by the word.
        Thread made = new Thread(null, task, "mary", STACK_BYTES);
        made.setDaemon(true);
        return made;
    });

    MaryEngine(MaryInterface mary) {
        this.mary = mary;
    }

    Future<AudioInputStream> speak(String sentence, String effects) {
        return thread.submit(() -> synthesize(sentence, effects));
    }

    /** The stream is drained to its end, or one of MaryTTS's threads would wait for ever; into memory, or one would lag. */
    private AudioInputStream synthesize(String sentence, String effects) throws IOException, SynthesisException {
        mary.setAudioEffects(effects);
        try (AudioInputStream audio = mary.generateAudio(sentence)) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            byte[] chunk = new byte[64 * 1024];
            for (int read = audio.read(chunk); read >= 0; read = audio.read(chunk)) {
                whole.write(chunk, 0, read);
            }
            AudioFormat format = audio.getFormat();
            return new AudioInputStream(
                    new ByteArrayInputStream(whole.toByteArray()), format, whole.size() / format.getFrameSize());
        }
    }

    /** Interrupts it. @return whether its thread has ended; one that hangs in native or busy code may not */
    boolean stop() {
        thread.shutdownNow();
        try {
            return thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
