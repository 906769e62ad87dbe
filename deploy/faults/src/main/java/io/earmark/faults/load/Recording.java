package io.earmark.faults.load;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * A short call: the agent, on the left, says one sentence, and the customer, on the right, answers with another. Two
 * sentences of some twenty make so many calls that a transcript which got to the wrong one is noticed.
 *
 * @param wav the file
 */
record Recording(byte[] wav, double seconds, List<String> left, List<String> right) {

    private static final int BYTES = 2;
    private static final int PAUSE_FRAMES = Sentences.RATE / 2;

    static Recording of(Sentence agent, Sentence customer) throws IOException {
        int first = agent.pcm().length / BYTES;
        int second = customer.pcm().length / BYTES;
        int frames = first + second + 3 * PAUSE_FRAMES;
        byte[] stereo = new byte[frames * 2 * BYTES];
        put(agent.pcm(), stereo, PAUSE_FRAMES, 0);
        put(customer.pcm(), stereo, first + 2 * PAUSE_FRAMES, 1);
        AudioFormat format = new AudioFormat(Sentences.RATE, 16, 2, true, false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (AudioInputStream audio = new AudioInputStream(new ByteArrayInputStream(stereo), format, frames)) {
            AudioSystem.write(audio, AudioFileFormat.Type.WAVE, file);
        }
        return new Recording(file.toByteArray(), (double) frames / Sentences.RATE, agent.words(), customer.words());
    }

    private static void put(byte[] mono, byte[] stereo, int at, int channel) {
        for (int frame = 0; frame < mono.length / BYTES; frame++) {
            System.arraycopy(mono, frame * BYTES, stereo, (2 * (at + frame) + channel) * BYTES, BYTES);
        }
    }
}
