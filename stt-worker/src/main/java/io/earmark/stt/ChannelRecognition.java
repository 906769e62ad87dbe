package io.earmark.stt;

import io.earmark.call.Word;
import io.earmark.stt.audio.AudioDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;

/** One channel from the recording to words: decoded and recognised as a stream, a second of it in memory at most. */
final class ChannelRecognition implements Callable<ChannelRecognition.Heard> {

    private static final int BYTES_PER_SECOND = SpeechRecognizer.SAMPLE_RATE * 2;
    private static final int CHUNK_BYTES = BYTES_PER_SECOND / 4;

    /**
     * @param seconds   of audio that were decoded
     * @param complaint of the decoder; empty without
     */
    record Heard(List<Word> words, double seconds, String complaint) {}

    private final SpeechRecognizer recognizer;
    private final AudioDecoder decoder;
    private final Path recording;
    private final int channel;
    private final int channels;
    private final DoubleConsumer secondsDone;

    ChannelRecognition(
            SpeechRecognizer recognizer,
            AudioDecoder decoder,
            Path recording,
            int channel,
            int channels,
            DoubleConsumer secondsDone) {
        this.recognizer = recognizer;
        this.decoder = decoder;
        this.recording = recording;
        this.channel = channel;
        this.channels = channels;
        this.secondsDone = secondsDone;
    }

    @Override
    public Heard call() throws IOException, InterruptedException {
        try (AudioDecoder.Pcm pcm = decoder.decode(recording, channel, channels);
                SpeechRecognizer.Session session = recognizer.open()) {
            long bytes = 0;
            byte[] chunk = new byte[CHUNK_BYTES];
            InputStream samples = pcm.samples();
            for (int read = samples.readNBytes(chunk, 0, CHUNK_BYTES);
                    read > 0;
                    read = samples.readNBytes(chunk, 0, CHUNK_BYTES)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Told to stop recognising");
                }
                session.accept(chunk, read);
                bytes += read;
                secondsDone.accept(bytes / (double) BYTES_PER_SECOND);
            }
            String complaint = pcm.complaint();
            return new Heard(inOrder(session.finish()), bytes / (double) BYTES_PER_SECOND, complaint);
        }
    }

    /** Vosk's times may step back by a little between two results: no word begins before the one before it ended. */
    static List<Word> inOrder(List<Word> words) {
        List<Word> ordered = new ArrayList<>(words.size());
        double floor = 0;
        for (Word word : words) {
            double start = Math.max(word.start(), floor);
            double end = Math.max(word.end(), start);
            ordered.add(new Word(word.text(), start, end, word.confidence()));
            floor = end;
        }
        return ordered;
    }
}
