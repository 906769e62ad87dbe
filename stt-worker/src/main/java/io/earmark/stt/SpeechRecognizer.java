package io.earmark.stt;

import java.io.IOException;

/** Turns speech into words. Several sessions may run at the same time. */
public interface SpeechRecognizer extends AutoCloseable {

    /** In Hz: what a session wants its samples in. */
    int SAMPLE_RATE = 16_000;

    /** Words alone. See {@link #open(boolean)}. */
    default Session open() throws IOException {
        return open(false);
    }

    /**
     * @param voices whether it is to tell the voices, too, if the engine can: that takes its time
     * @throws IOException if the engine does not start
     */
    Session open(boolean voices) throws IOException;

    /** Whether a session can tell voices. */
    default boolean tellsVoices() {
        return false;
    }

    /**
     * The same in an engine of its own, which no other recording is in: if that one breaks down, nobody else is hurt, and
     * it is known which recording did it. To be closed by the caller.
     *
     * @throws IOException if the engine does not start
     */
    SpeechRecognizer alone() throws IOException;

    /** Such as {@code vosk}. */
    String name();

    String version();

    @Override
    void close();

    /** One channel of one recording. For one thread at a time; closing it early drops its work. */
    interface Session extends AutoCloseable {

        /**
         * More samples: 16 kHz, mono, signed 16 bit, little-endian.
         *
         * Waits if the engine is behind by some seconds of audio.
         *
         * @throws EngineFailure if the engine broke down
         */
        void accept(byte[] pcm, int length) throws IOException, InterruptedException;

        /**
         * No more samples: what was said, times in seconds from the first sample.
         *
         * @throws EngineFailure if the engine broke down
         */
        Spoken finish() throws IOException, InterruptedException;

        @Override
        void close();
    }
}
