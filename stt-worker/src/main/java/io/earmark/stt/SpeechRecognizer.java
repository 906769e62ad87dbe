package io.earmark.stt;

import io.earmark.call.Word;
import java.io.IOException;
import java.util.List;

/** Turns speech into words. Several sessions may run at the same time. */
public interface SpeechRecognizer extends AutoCloseable {

    /** In Hz: what a session wants its samples in. */
    int SAMPLE_RATE = 16_000;

    Session open() throws IOException;

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
         * @throws IOException if the engine broke down; another attempt may succeed
         */
        void accept(byte[] pcm, int length) throws IOException;

        /** No more samples: the words in order, times in seconds from the first sample. */
        List<Word> finish() throws IOException, InterruptedException;

        @Override
        void close();
    }
}
