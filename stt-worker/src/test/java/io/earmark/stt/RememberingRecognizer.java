package io.earmark.stt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Recognises the same sound but once, for tests of what is made of its words: those are the same each time. */
final class RememberingRecognizer implements SpeechRecognizer {

    /** A second. */
    private static final int CHUNK = 2 * SAMPLE_RATE;

    private record Sound(ByteBuffer pcm, boolean voices) {}

    private final SpeechRecognizer engine;
    private final Map<Sound, Spoken> known = new ConcurrentHashMap<>();

    RememberingRecognizer(SpeechRecognizer engine) {
        this.engine = engine;
    }

    @Override
    public Session open(boolean voices) {
        return new Session() {
            private final ByteArrayOutputStream pcm = new ByteArrayOutputStream();

            @Override
            public void accept(byte[] chunk, int length) {
                pcm.write(chunk, 0, length);
            }

            @Override
            public Spoken finish() throws IOException, InterruptedException {
                Sound sound = new Sound(ByteBuffer.wrap(pcm.toByteArray()), voices);
                @Nullable Spoken before = known.get(sound);
                Spoken spoken = before == null ? recognized(sound) : before;
                known.put(sound, spoken);
                return spoken;
            }

            @Override
            public void close() {
                pcm.reset();
            }
        };
    }

    private Spoken recognized(Sound sound) throws IOException, InterruptedException {
        try (Session session = engine.open(sound.voices())) {
            byte[] pcm = sound.pcm().array();
            for (int from = 0; from < pcm.length; from += CHUNK) {
                byte[] chunk = Arrays.copyOfRange(pcm, from, Math.min(pcm.length, from + CHUNK));
                session.accept(chunk, chunk.length);
            }
            return session.finish();
        }
    }

    @Override
    public boolean tellsVoices() {
        return engine.tellsVoices();
    }

    @Override
    public SpeechRecognizer alone() throws IOException {
        return engine.alone();
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public String version() {
        return engine.version();
    }

    @Override
    public void close() {
        engine.close();
    }
}
