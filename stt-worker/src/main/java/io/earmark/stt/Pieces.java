package io.earmark.stt;

import java.io.IOException;

/** Parts what comes in any lengths into pieces of one. */
final class Pieces {

    /** Where they go. */
    interface Taker {

        /** @param length of it in bytes, less than {@code pcm} has in the last piece alone; {@code pcm} is used again afterwards */
        void take(byte[] pcm, int length) throws IOException, InterruptedException;
    }

    private final byte[] piece;
    private final Taker taker;
    private int filled;

    /** @param length in bytes */
    Pieces(int length, Taker taker) {
        this.piece = new byte[length];
        this.taker = taker;
    }

    void add(byte[] pcm, int length) throws IOException, InterruptedException {
        int from = 0;
        while (from < length) {
            int taken = Math.min(length - from, piece.length - filled);
            System.arraycopy(pcm, from, piece, filled, taken);
            filled += taken;
            from += taken;
            if (filled == piece.length) {
                finish();
            }
        }
    }

    /** Hands on what there is of the last piece. */
    void finish() throws IOException, InterruptedException {
        int length = filled;
        filled = 0;
        if (length > 0) {
            taker.take(piece, length);
        }
    }
}
