package io.earmark.tts;

import io.earmark.job.Warning;
import io.earmark.work.JobContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.jspecify.annotations.Nullable;

/** Speaks a text of any length into one file: normalised, cut into sentences, with a breath after each. */
final class Narrator {

    private static final double BREATH_SECONDS = 0.25;

    private final SpeechSynthesizer synthesizer;
    private final TextNormalizer normalizer = new TextNormalizer();

    Narrator(SpeechSynthesizer synthesizer) {
        this.synthesizer = synthesizer;
    }

    List<String> voices() {
        return synthesizer.voices();
    }

    /**
     * @param name of the file in the job's scratch directory, without its ending
     * @param done told after each sentence, 0 to 1
     * @return a WAV file; empty if there is nothing in the text that can be spoken
     */
    Optional<Path> speak(
            String text, @Nullable String voice, double pitch, String name, JobContext job, DoubleConsumer done)
            throws IOException, InterruptedException {
        String speaker = voice == null ? voices().get(0) : voice;
        List<String> sentences = Sentences.of(normalizer.normalize(text));
        Path pcm = job.scratch().resolve(name + ".pcm");
        AudioFormat format = null;
        long frames = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(pcm))) {
            for (int i = 0; i < sentences.size(); i++) {
                job.checkCancelled();
                AudioInputStream spoken = synthesizer.speak(sentences.get(i), speaker, pitch);
                if (spoken.getFrameLength() == 0) {
                    job.warn(new Warning("sentence-not-spoken", "The engine made nothing of: " + sentences.get(i)));
                } else {
                    format = spoken.getFormat();
                    frames += spoken.getFrameLength() + breath(format, spoken, out);
                }
                done.accept((i + 1.0) / sentences.size());
            }
        }
        return format == null ? Optional.empty() : Optional.of(wav(pcm, format, frames, name, job));
    }

    /** Writes the sentence and the silence after it. @return the silence's frames */
    private static long breath(AudioFormat format, AudioInputStream spoken, OutputStream out) throws IOException {
        spoken.transferTo(out);
        int frames = (int) (BREATH_SECONDS * format.getFrameRate());
        out.write(new byte[frames * format.getFrameSize()]);
        return frames;
    }

    private static Path wav(Path pcm, AudioFormat format, long frames, String name, JobContext job) throws IOException {
        Path wav = job.scratch().resolve(name + ".wav");
        try (InputStream samples = Files.newInputStream(pcm);
                AudioInputStream audio = new AudioInputStream(samples, format, frames)) {
            AudioSystem.write(audio, AudioFileFormat.Type.WAVE, wav.toFile());
        }
        Files.delete(pcm);
        return wav;
    }
}
