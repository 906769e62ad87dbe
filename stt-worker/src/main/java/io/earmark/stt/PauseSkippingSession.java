package io.earmark.stt;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * A session that is spared the inside of long pauses: on a channel of a call that is half of the sound, and costs the
 * recogniser as much as speech. The words come back on the clock of the whole sound.
 *
 * <p>Of a pause, 1.25 s after what was said and 0.75 s or more before what follows are recognised: 2 s is the longest that
 * Kaldi's rules wait for the end of an utterance, and more than a network sees at a time. What is left out is a multiple of
 * 0.75 s, as in {@link Cutter}, so that all frames and chunks fall as they would have and the words come out the same.
 */
final class PauseSkippingSession implements SpeechRecognizer.Session {

    private static final int BLOCK = Samples.PER_SECOND / 4;
    private static final int BLOCKS_AFTER_SPEECH = 5;
    private static final int BLOCKS_BEFORE_SPEECH = 3;
    private static final int BLOCKS_LEFT_OUT = Cutter.GRID / BLOCK;

    private final SpeechRecognizer.Session session;
    private final Background background = new Background();
    private final Pieces blocks = new Pieces(BLOCK * Samples.BYTES, this::endBlock);
    /** A second at a time: what goes from process to process costs more by its number than by its length. */
    private final Pieces chunks;

    private int quietBlocks;
    private final Deque<byte[]> heldBack = new ArrayDeque<>();
    private long passedOn;
    private long leftOut;
    /** In samples: how many had been left out by then, by the place among those that were passed on. */
    private final TreeMap<Long, Long> gaps = new TreeMap<>(Map.of(0L, 0L));

    PauseSkippingSession(SpeechRecognizer.Session session) {
        this.session = session;
        this.chunks = new Pieces(Samples.PER_SECOND * Samples.BYTES, session::accept);
    }

    @Override
    public void accept(byte[] pcm, int length) throws IOException, InterruptedException {
        blocks.add(pcm, length);
    }

    /** What is left at the end is too short to be a pause of its own. */
    private void endBlock(byte[] block, int length) throws IOException, InterruptedException {
        if (length < block.length || !background.isAll(block)) {
            endPause();
            passOn(block, length);
        } else if (quietBlocks < BLOCKS_AFTER_SPEECH) {
            quietBlocks++;
            passOn(block, length);
        } else {
            heldBack.add(block.clone());
            leaveOut();
        }
    }

    /** The oldest of what is held back, as soon as there is more than enough. */
    private void leaveOut() {
        if (heldBack.size() == BLOCKS_BEFORE_SPEECH + BLOCKS_LEFT_OUT) {
            for (int i = 0; i < BLOCKS_LEFT_OUT; i++) {
                heldBack.remove();
            }
            leftOut += (long) BLOCKS_LEFT_OUT * BLOCK;
            gaps.put(passedOn, leftOut);
        }
    }

    private void endPause() throws IOException, InterruptedException {
        quietBlocks = 0;
        for (byte[] held : heldBack) {
            passOn(held, held.length);
        }
        heldBack.clear();
    }

    private void passOn(byte[] pcm, int length) throws IOException, InterruptedException {
        passedOn += length / Samples.BYTES;
        chunks.add(pcm, length);
    }

    @Override
    public Spoken finish() throws IOException, InterruptedException {
        endPause();
        blocks.finish();
        chunks.finish();
        return session.finish().at(this::onTheClock);
    }

    /** @param seconds of what was passed on */
    private double onTheClock(double seconds) {
        long place = Math.max(0, Math.round(seconds * Samples.PER_SECOND));
        return seconds + Samples.seconds(gaps.floorEntry(place).getValue());
    }

    @Override
    public void close() {
        session.close();
    }
}
