package io.earmark.stt.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a file of samples that anything plays, without loss. */
public interface AudioEncoder {

    /** @param file is made, or replaced */
    Encoding encode(Path file, int channels) throws IOException;

    /** Of what is made. */
    String mediaType(int channels);

    /** A file in the making. For one thread. Closing it before it is finished gives it up. */
    interface Encoding extends Closeable {

        /** @param pcm as {@link AudioDecoder.Pcm} gives it */
        void write(byte[] pcm, int length) throws IOException;

        /** The file is whole when this is back. */
        void finish() throws IOException, InterruptedException;

        @Override
        void close();
    }
}
