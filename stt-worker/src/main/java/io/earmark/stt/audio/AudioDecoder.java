package io.earmark.stt.audio;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Decodes recordings. */
public interface AudioDecoder {

    /**
     * One channel as a stream of samples: 16 kHz, mono, signed 16 bit, little-endian.
     *
     * @param channel from 0
     */
    Pcm decode(Path recording, int channel, int channels) throws IOException;

    /** Samples as they are decoded. Closing it stops the decoding at once. */
    interface Pcm extends Closeable {

        InputStream samples();

        /** Once the samples have ended: what the decoder complained of; empty if it did not. */
        String complaint() throws IOException, InterruptedException;

        @Override
        void close();
    }
}
