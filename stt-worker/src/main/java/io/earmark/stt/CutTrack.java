package io.earmark.stt;

import io.earmark.call.Word;
import io.earmark.stt.voice.VoicePrint;
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
    private final boolean voices;
    private final List<byte[]> stretch = new ArrayList<>();
    private final List<Future<Spoken>> spoken = new ArrayList<>();
    private long start;

    CutTrack(Cutter cutter, Stretches stretches, boolean voices) {
        this.cutter = cutter;
        this.stretches = stretches;
        this.voices = voices;
    }

    @Override
    public void accept(byte[] pcm) throws InterruptedException, ExecutionException {
        stretch.add(pcm);
        OptionalLong cut = cutter.hear(pcm, pcm.length);
        if (cut.isPresent()) {
            send(cut.getAsLong());
        }
    }

    /**
     * What lies before the cut goes to recognition, the rest begins the next stretch. In the pieces in which it came: arrays
     * as long as a stretch would be a burden to the garbage collector.
     */
    private void send(long cut) throws InterruptedException, ExecutionException {
        List<byte[]> before = new ArrayList<>();
        List<byte[]> after = new ArrayList<>();
        long left = (cut - start) * Samples.BYTES;
        for (byte[] piece : stretch) {
            int taken = (int) Math.min(left, piece.length);
            left -= taken;
            if (taken > 0) {
                before.add(taken == piece.length ? piece : Arrays.copyOf(piece, taken));
            }
            if (taken < piece.length) {
                after.add(taken == 0 ? piece : Arrays.copyOfRange(piece, taken, piece.length));
            }
        }
        stretch.clear();
        stretch.addAll(after);
        spoken.add(stretches.recognize(before, start, voices));
        start = cut;
    }

    @Override
    public Spoken finish() throws IOException, InterruptedException, ExecutionException {
        if (!stretch.isEmpty()) {
            long bytes = stretch.stream().mapToLong(piece -> piece.length).sum();
            send(start + bytes / Samples.BYTES);
        }
        List<Word> words = new ArrayList<>();
        List<VoicePrint> prints = new ArrayList<>();
        for (Future<Spoken> some : spoken) {
            words.addAll(some.get().words());
            prints.addAll(some.get().prints());
        }
        return new Spoken(words, prints);
    }

    @Override
    public void close() {
        stretch.clear();
    }
}
