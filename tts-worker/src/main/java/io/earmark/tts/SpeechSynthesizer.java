package io.earmark.tts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Turns a sentence into speech. */
interface SpeechSynthesizer extends AutoCloseable {

    /** By name; the first is the default. */
    List<String> voices();

    /**
     * Writes a WAV file.
     *
     * @param sentence normalised, not empty, of a few hundred characters at most
     * @param voice    one of {@link #voices()}
     * @param pitch    semitones up or down
     * @throws IOException if the engine failed or took too long; another attempt may succeed
     */
    void speak(String sentence, String voice, double pitch, Path wav) throws IOException, InterruptedException;

    @Override
    void close();
}
