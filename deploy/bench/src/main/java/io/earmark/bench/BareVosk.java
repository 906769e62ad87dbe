package io.earmark.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vosk.LibVosk;
import org.vosk.LogLevel;
import org.vosk.Model;
import org.vosk.Recognizer;

/** What a server around Vosk does for a call, and no more: one thread, one channel after the other, in this process. */
final class BareVosk implements AutoCloseable {

    private static final int CHUNK_FRAMES = 4_000;

    private final Model model;

    BareVosk(Path directory) throws IOException {
        LibVosk.setLogLevel(LogLevel.WARNINGS);
        model = new Model(directory.toString());
    }

    /** @return the characters of JSON that came out */
    long transcribe(Path stereo) throws IOException {
        long characters = 0;
        for (int channel = 0; channel < LongCall.CHANNELS; channel++) {
            characters += transcribe(stereo, channel);
        }
        return characters;
    }

    private long transcribe(Path stereo, int channel) throws IOException {
        long characters = 0;
        byte[] frames = new byte[CHUNK_FRAMES * LongCall.FRAME_BYTES];
        byte[] samples = new byte[CHUNK_FRAMES * 2];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(stereo), 1 << 16);
                Recognizer recognizer = new Recognizer(model, LongCall.SAMPLE_RATE)) {
            recognizer.setWords(true);
            in.skipNBytes(LongCall.HEADER_BYTES);
            for (int read = in.readNBytes(frames, 0, frames.length);
                    read > 0;
                    read = in.readNBytes(frames, 0, frames.length)) {
                int count = read / LongCall.FRAME_BYTES;
                for (int i = 0; i < count; i++) {
                    samples[2 * i] = frames[LongCall.FRAME_BYTES * i + 2 * channel];
                    samples[2 * i + 1] = frames[LongCall.FRAME_BYTES * i + 2 * channel + 1];
                }
                if (recognizer.acceptWaveForm(samples, 2 * count)) {
                    characters += recognizer.getResult().length();
                }
            }
            return characters + recognizer.getFinalResult().length();
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
