package io.earmark.stt;

import io.earmark.call.Word;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A channel recognised in stretches, cut at silences and stitched on the channel's clock. One stretch is in memory. */
final class CutTrack implements Track {

    private final Cutter cutter;
    private final Stretches stretches;
    private final ByteArrayOutputStream stretch = new ByteArrayOutputStream();
    private final List<Future<List<Word>>> words = new ArrayList<>();
    private long start;

    CutTrack(Cutter cutter, Stretches stretches) {
        this.cutter = cutter;
        this.stretches = stretches;
    }

    @Override
    public void accept(byte[] pcm) throws InterruptedException, ExecutionException {
        stretch.writeBytes(pcm);
        OptionalLong cut = cutter.hear(pcm, pcm.length);
        if (cut.isPresent()) {
            send(cut.getAsLong());
        }
    }

    /** What lies before the cut goes to recognition, the rest begins the next stretch. */
    private void send(long cut) throws InterruptedException, ExecutionException {
        byte[] held = stretch.toByteArray();
        int length = (int) (cut - start) * Samples.BYTES;
        words.add(stretches.recognize(Arrays.copyOf(held, length), start));
        stretch.reset();
        stretch.write(held, length, held.length - length);
        start = cut;
    }

    @Override
    public List<Word> finish() throws IOException, InterruptedException, ExecutionException {
        if (stretch.size() > 0) {
            send(start + stretch.size() / Samples.BYTES);
        }
        List<Word> all = new ArrayList<>();
        for (Future<List<Word>> some : words) {
            all.addAll(some.get());
        }
        return all;
    }

    @Override
    public void close() {
        stretch.reset();
    }
}
