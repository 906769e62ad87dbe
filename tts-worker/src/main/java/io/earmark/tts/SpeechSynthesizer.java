package io.earmark.tts;

import java.io.IOException;
import java.util.List;
import javax.sound.sampled.AudioInputStream;

/** Turns a sentence into speech. */
interface SpeechSynthesizer extends AutoCloseable {

    /** By name; the first is the default. */
    List<String> voices();

    /**
     * Speaks, and gives back what it spoke, whole and in memory: some seconds of it. All sentences of an engine have one
     * format, 16 bit and one channel.
     *
     * @param sentence normalised, not empty, of a few hundred characters at most
     * @param voice    one of {@link #voices()}
     * @param pitch    semitones up or down
     * @return with no frames in it if the engine could make nothing of the sentence
     * @throws IOException if the engine failed or took too long; another attempt may succeed
     */
    AudioInputStream speak(String sentence, String voice, double pitch) throws IOException, InterruptedException;

    @Override
    void close();
}
