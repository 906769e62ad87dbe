package io.earmark.stt.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Decodes recordings. */
public interface AudioDecoder {

    /** In Hz, of what is decoded: what speech recognisers want. */
    int SAMPLE_RATE = 16_000;

    /** All channels as one stream, as far as the recording goes. */
    Pcm decode(Path recording, int channels) throws IOException;

    /**
     * Samples as they are decoded: 16 kHz, signed 16 bit, little-endian, one of each channel in turn. For one thread.
     * Closing it stops the decoding at once.
     */
    interface Pcm extends Closeable {

        /**
         * Fills the buffer, unless the recording ends first.
         *
         * @param buffer its length a multiple of a sample of each channel
         * @return the bytes read, whole samples of all channels; 0 at the end
         * @throws io.earmark.work.PermanentFailure if it goes on for longer than a recording may
         */
        int read(byte[] buffer) throws IOException;

        /** Once the samples have ended: what the decoder complained of; empty if it did not. */
        String complaint() throws IOException, InterruptedException;

        @Override
        void close();
    }
}
