package io.earmark.stt;

import io.earmark.stt.audio.AudioDecoder;
import io.earmark.stt.voice.VoiceFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * A recording from its file to words: decoded once, taken apart into channels, each of them recognised by itself. All of
 * it flows; what is in memory does not depend on how long it lasts, but for the words.
 */
final class CallRecognition {

    /** A second: what goes from process to process costs more by its number than by its length. */
    private static final int CHUNK_SAMPLES = Samples.PER_SECOND;

    private final SpeechRecognizer engine;
    private final AudioDecoder decoder;
    private final RecognitionSettings settings;
    private final RecognitionProgress progress;
    private final Path recording;
    private final Path features;
    private final int channels;

    /** @param features a file for what the voices of a recording with one channel sound like */
    CallRecognition(
            SpeechRecognizer engine,
            AudioDecoder decoder,
            RecognitionSettings settings,
            RecognitionProgress progress,
            Path recording,
            Path features,
            int channels) {
        this.engine = engine;
        this.decoder = decoder;
        this.settings = settings;
        this.progress = progress;
        this.recording = recording;
        this.features = features;
        this.channels = channels;
    }

    Heard run() throws IOException, InterruptedException, ExecutionException {
        try {
            return run(true);
        } catch (Tracks.WentApart e) {
            progress.restart();
        }
        try {
            return run(false);
        } catch (Tracks.WentApart e) {
            throw new IllegalStateException(e);
        }
    }

    private Heard run(boolean maybeTwins)
            throws IOException, InterruptedException, ExecutionException, Tracks.WentApart {
        try (AudioDecoder.Pcm pcm = decoder.decode(recording, channels);
                VoiceFeatures voices = new VoiceFeatures(features);
                Stretches stretches = new Stretches(engine, progress, settings);
                Tracks tracks = new Tracks(only -> track(stretches, only), progress, voices, channels, maybeTwins)) {
            byte[] buffer = new byte[CHUNK_SAMPLES * Samples.BYTES * channels];
            for (int read = pcm.read(buffer); read > 0; read = pcm.read(buffer)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Told to stop recognising");
                }
                tracks.hear(apart(buffer, read));
            }
            String complaint = pcm.complaint();
            List<Heard.Channel> heard = tracks.finish();
            return new Heard(heard, tracks.seconds(), tracks.twins(), voices, complaint);
        }
    }

    private List<byte[]> apart(byte[] interleaved, int length) {
        List<byte[]> chunk = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            chunk.add(Samples.channel(interleaved, length, channel, channels));
        }
        return chunk;
    }

    /** Who is alone on a channel need not be told from others by voice. */
    private Track track(Stretches stretches, boolean voices) throws IOException {
        return settings.cutAfter().isZero()
                ? new WholeTrack(settings.open(engine, voices), progress)
                : new CutTrack(new Cutter(settings.cutAfter().toSeconds() * Samples.PER_SECOND), stretches, voices);
    }
}
