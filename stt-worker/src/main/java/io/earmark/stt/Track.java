package io.earmark.stt;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** One channel on its way to words. For one thread; closing it early drops its work. */
interface Track extends AutoCloseable {

    /** More of the channel: 16 kHz, signed 16 bit, little-endian. Waits if recognition is behind. */
    void accept(byte[] pcm) throws IOException, InterruptedException, ExecutionException;

    /** The channel has ended: what was said on it, in seconds from its start. */
    Spoken finish() throws IOException, InterruptedException, ExecutionException;

    @Override
    void close();
}
