package io.earmark.stt.child;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vosk.LibVosk;
import org.vosk.LogLevel;
import org.vosk.Model;
import org.vosk.Recognizer;
import org.vosk.SpeakerModel;

/**
 * The child's main class: one model, one recogniser and thread for each session. Reads {@link Frame}s, writes lines
 * {@code {"ready":true}} (with {@code "speakers":"…"} if the speaker model cannot be loaded, which is no reason to give up), {@code {"session":1,"took":1}} after each frame of samples, {@code {"session":1,"vosk":{…}}},
 * {@code {"session":1,"done":true}} or {@code {"session":1,"failed":"…"}}. Ends when its input does, so that it never
 * outlives its parent.
 */
public final class VoskChild {

    private static final int SAMPLE_RATE = 16_000;
    /** What a recogniser takes at a time: where its results end depends on it a little. */
    private static final int CHUNK_BYTES = SAMPLE_RATE * 2 / 4;

    private static final long TURN_NANOS = 200_000_000;
    private static final int LONGEST_WAIT_SECONDS = 10;

    private final Model model;
    private final @Nullable SpeakerModel speakers;
    private final PrintStream out;
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final Map<Integer, BlockingQueue<Frame>> sessions = new HashMap<>();

    private VoskChild(Model model, @Nullable SpeakerModel speakers, PrintStream out) {
        this.model = model;
        this.speakers = speakers;
        this.out = out;
    }

    /** @param arguments the model's directory, and the speaker model's if there is one */
    public static void main(String[] arguments) throws IOException {
        PrintStream lines = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        // Whatever else prints must not get between the lines.
        System.setOut(System.err);
        LibVosk.setLogLevel(LogLevel.WARNINGS);
        Model model = new Model(arguments[0]);
        SpeakerModel speakers = null;
        String ready = "{\"ready\":true}";
        try {
            speakers = arguments.length > 1 ? new SpeakerModel(arguments[1]) : null;
        } catch (IOException e) {
            ready = "{\"ready\":true,\"speakers\":\"" + plain(e) + "\"}";
        }
        VoskChild child = new VoskChild(model, speakers, lines);
        child.say(ready);
        child.serve(new DataInputStream(new BufferedInputStream(System.in, 1 << 16)));
        // Threads may be inside native code; the process ends without waiting for them.
        Runtime.getRuntime().halt(0);
    }

    /** Never waits for a session: the parent sends it no more than it may have under way. */
    private void serve(DataInputStream in) throws IOException {
        while (true) {
            Frame frame;
            try {
                frame = Frame.read(in);
            } catch (EOFException e) {
                return;
            }
            if (frame.act() == Frame.Act.OPEN) {
                open(frame.session(), frame.pcm().length > 0);
            } else {
                BlockingQueue<Frame> session = sessions.get(frame.session());
                if (session != null) {
                    session.add(frame);
                }
            }
            if (frame.act() == Frame.Act.FINISH || frame.act() == Frame.Act.DROP) {
                sessions.remove(frame.session());
            }
        }
    }

    private void open(int number, boolean voices) {
        BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        sessions.put(number, frames);
        Thread thread = new Thread(() -> recognize(number, voices, frames), "session-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    private void recognize(int number, boolean voices, BlockingQueue<Frame> frames) {
        try (Recognizer recognizer = new Recognizer(model, SAMPLE_RATE)) {
            recognizer.setWords(true);
            if (voices && speakers != null) {
                recognizer.setSpeakerModel(speakers);
            }
            Frame frame = frames.take();
            while (frame.act() == Frame.Act.PCM) {
                frame = turn(number, recognizer, frame, frames);
            }
            if (frame.act() == Frame.Act.FINISH) {
                result(number, recognizer.getFinalResult());
                say("{\"session\":" + number + ",\"done\":true}");
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            say("{\"session\":" + number + ",\"failed\":\"" + plain(e) + "\"}");
        }
    }

    private static String plain(Throwable e) {
        return e.toString().replaceAll("[^\\w .:/-]", " ");
    }

    /**
     * Works through what has come, for a fifth of a second, as one of no more than there are processors: two that share
     * one would throw each other's part of the model out of its cache, many times a second. Who waits for long goes on
     * all the same, since another may hang.
     *
     * @return what comes after it
     */
    private Frame turn(int number, Recognizer recognizer, Frame first, BlockingQueue<Frame> frames)
            throws InterruptedException {
        boolean inTurn = turns.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        try {
            long begun = System.nanoTime();
            Frame frame = first;
            while (frame != null && frame.act() == Frame.Act.PCM) {
                if (System.nanoTime() - begun > TURN_NANOS) {
                    return frame;
                }
                accept(number, recognizer, frame.pcm());
                say("{\"session\":" + number + ",\"took\":1}");
                frame = frames.poll();
            }
            if (frame != null) {
                return frame;
            }
        } finally {
            if (inTurn) {
                turns.release();
            }
        }
        return frames.take();
    }

    private void accept(int number, Recognizer recognizer, byte[] pcm) {
        for (int from = 0; from < pcm.length; from += CHUNK_BYTES) {
            byte[] chunk = Arrays.copyOfRange(pcm, from, Math.min(pcm.length, from + CHUNK_BYTES));
            if (recognizer.acceptWaveForm(chunk, chunk.length)) {
                result(number, recognizer.getResult());
            }
        }
    }

    private void result(int number, String vosk) {
        say("{\"session\":" + number + ",\"vosk\":" + vosk.replace('\n', ' ') + "}");
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
