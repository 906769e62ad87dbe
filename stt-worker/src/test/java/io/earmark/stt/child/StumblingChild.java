package io.earmark.stt.child;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import sun.misc.Unsafe;

/**
 * The real child, except that some samples take it down as a fault in native code would: by writing where no memory is. Others
 * make it hang. The samples are square waves that nothing else has.
 */
public final class StumblingChild {

    /** Samples after which it dies. */
    public static final short POISON = 23_130;
    /** Samples after which it hangs. */
    public static final short TAR = 21_845;

    private static final int TIMES = 64;
    /** Not mapped, and not the first page, which the Java runtime would take for a null reference. */
    private static final long NOWHERE = 1L << 40;

    private StumblingChild() {}

    public static VoskRecognizer start(java.nio.file.Path model, ChildSettings settings) {
        ChildCommand command = new ChildCommand(StumblingChild.class.getName(), model, null);
        return VoskRecognizer.start(command, settings, java.time.Clock.systemUTC());
    }

    public static void main(String[] arguments) throws IOException {
        System.setIn(new Watched(System.in));
        VoskChild.main(arguments);
    }

    private static byte[] wave(short level) {
        ByteBuffer wave = ByteBuffer.allocate(TIMES * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < TIMES; i++) {
            wave.putShort(i % 2 == 0 ? level : (short) -level);
        }
        return wave.array();
    }

    private static final class Watched extends FilterInputStream {

        private final List<byte[]> waves = List.of(wave(POISON), wave(TAR));
        private final int[] matched = new int[2];

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            for (int i = offset; i < offset + read; i++) {
                see(bytes[i]);
            }
            return read;
        }

        private void see(byte one) {
            for (int i = 0; i < matched.length; i++) {
                byte[] wave = waves.get(i);
                matched[i] = one == wave[matched[i]] ? matched[i] + 1 : one == wave[0] ? 1 : 0;
                if (matched[i] == wave.length) {
                    stumble(i);
                }
            }
        }

        private static void stumble(int how) {
            try {
                if (how == 1) {
                    Thread.currentThread().join();
                }
                Field field = Unsafe.class.getDeclaredField("theUnsafe");
                field.setAccessible(true);
                ((Unsafe) field.get(null)).putLong(NOWHERE, 0L);
            } catch (ReflectiveOperationException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
