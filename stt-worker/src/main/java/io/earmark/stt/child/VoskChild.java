package io.earmark.stt.child;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.vosk.LibVosk;
import org.vosk.LogLevel;
import org.vosk.Model;
import org.vosk.Recognizer;

/**
 * The child's main class: one model, one recogniser and thread for each session. Reads {@link Frame}s, writes lines
 * {@code {"ready":true}}, {@code {"session":1,"took":1}} after each chunk, {@code {"session":1,"vosk":{…}}},
 * {@code {"session":1,"done":true}} or {@code {"session":1,"failed":"…"}}. Ends when its input does, so that it never
 * outlives its parent.
 */
public final class VoskChild {

    private static final int SAMPLE_RATE = 16_000;

    private final Model model;
    private final PrintStream out;
    private final Map<Integer, BlockingQueue<Frame>> sessions = new HashMap<>();

    private VoskChild(Model model, PrintStream out) {
        this.model = model;
        this.out = out;
    }

    /** @param arguments the model's directory */
    public static void main(String[] arguments) throws IOException {
        PrintStream lines = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        // Whatever else prints must not get between the lines.
        System.setOut(System.err);
        LibVosk.setLogLevel(LogLevel.WARNINGS);
        VoskChild child = new VoskChild(new Model(arguments[0]), lines);
        child.say("{\"ready\":true}");
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
                open(frame.session());
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

    private void open(int number) {
        BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        sessions.put(number, frames);
        Thread thread = new Thread(() -> recognize(number, frames), "session-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    private void recognize(int number, BlockingQueue<Frame> frames) {
        try (Recognizer recognizer = new Recognizer(model, SAMPLE_RATE)) {
            recognizer.setWords(true);
            Frame frame = frames.take();
            while (frame.act() == Frame.Act.PCM) {
                if (recognizer.acceptWaveForm(frame.pcm(), frame.pcm().length)) {
                    result(number, recognizer.getResult());
                }
                say("{\"session\":" + number + ",\"took\":1}");
                frame = frames.take();
            }
            if (frame.act() == Frame.Act.FINISH) {
                result(number, recognizer.getFinalResult());
                say("{\"session\":" + number + ",\"done\":true}");
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            String why = e.toString().replaceAll("[^\\w .:/-]", " ");
            say("{\"session\":" + number + ",\"failed\":\"" + why + "\"}");
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
