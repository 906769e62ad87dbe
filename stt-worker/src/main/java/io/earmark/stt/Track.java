package io.earmark.stt;

import io.earmark.call.Word;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** One channel on its way to words. For one thread; closing it early drops its work. */
interface Track extends AutoCloseable {

    /** More of the channel: 16 kHz, signed 16 bit, little-endian. Waits if recognition is behind. */
    void accept(byte[] pcm) throws IOException, InterruptedException, ExecutionException;

    /** The channel has ended: its words, in seconds from its start. */
    List<Word> finish() throws IOException, InterruptedException, ExecutionException;

    @Override
    void close();
}
