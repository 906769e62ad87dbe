package io.earmark.stt.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What the parent sends: a session's number, what to do, and samples if any. Answers come as lines of JSON.
 *
 * @param pcm samples of {@link Act#PCM}; one byte of any {@link Act#OPEN} whose voices are to be told; else empty
 */
record Frame(int session, Act act, byte[] pcm) {

    enum Act {
        OPEN,
        PCM,
        FINISH,
        DROP
    }

    private static final int LARGEST = 1 << 20;

    void write(DataOutputStream out) throws IOException {
        out.writeInt(session);
        out.writeByte(act.ordinal());
        out.writeInt(pcm.length);
        out.write(pcm);
    }

    /** @throws java.io.EOFException when the parent is gone */
    static Frame read(DataInputStream in) throws IOException {
        int session = in.readInt();
        Act act = Act.values()[in.readByte()];
        int length = in.readInt();
        if (length < 0 || length > LARGEST) {
            throw new IOException("A frame of " + length + " bytes");
        }
        byte[] pcm = new byte[length];
        in.readFully(pcm);
        return new Frame(session, act, pcm);
    }
}
