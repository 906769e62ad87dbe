package io.earmark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongCallTest {

    private static final int SECOND = LongCall.SAMPLE_RATE * LongCall.FRAME_BYTES;

    @Test
    void it_is_a_WAV_file_of_its_length_that_says_the_sample_over_and_over(@TempDir Path directory) throws Exception {
        byte[] once = new byte[LongCall.HEADER_BYTES + SECOND];
        Arrays.fill(once, (byte) 7);
        Path sample = Files.write(directory.resolve("sample.wav"), once);
        Path call = directory.resolve("call.wav");

        LongCall.write(sample, call, 10);

        assertThat(LongCall.seconds(call)).isEqualTo(10);
        assertThat(LongCall.channels(call)).isEqualTo(2);
        assertThat(LongCall.periodFrames(sample)).isEqualTo(3 * LongCall.SAMPLE_RATE);
        try (AudioInputStream audio =
                AudioSystem.getAudioInputStream(new ByteArrayInputStream(Files.readAllBytes(call)))) {
            assertThat(audio.getFrameLength()).isEqualTo(10 * LongCall.SAMPLE_RATE);
            assertThat(audio.getFormat().matches(new AudioFormat(LongCall.SAMPLE_RATE, 16, 2, true, false)))
                    .isTrue();
            byte[] samples = audio.readAllBytes();
            for (int second = 0; second < 10; second++) {
                byte expected = (byte) (second % 3 == 0 ? 7 : 0);
                assertThat(samples[second * SECOND]).as("second %d", second).isEqualTo(expected);
                assertThat(samples[(second + 1) * SECOND - 1])
                        .as("second %d", second)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void mixed_to_one_channel_it_says_the_mean_of_both(@TempDir Path directory) throws Exception {
        ByteBuffer once = ByteBuffer.allocate(LongCall.HEADER_BYTES + SECOND).order(ByteOrder.LITTLE_ENDIAN);
        once.position(LongCall.HEADER_BYTES);
        while (once.hasRemaining()) {
            once.putShort((short) 30_000).putShort((short) 10_000);
        }
        Path sample = Files.write(directory.resolve("sample.wav"), once.array());
        Path call = directory.resolve("call.wav");

        LongCall.writeMono(sample, call, 10);

        assertThat(LongCall.seconds(call)).isEqualTo(10);
        assertThat(LongCall.channels(call)).isEqualTo(1);
        try (AudioInputStream audio =
                AudioSystem.getAudioInputStream(new ByteArrayInputStream(Files.readAllBytes(call)))) {
            assertThat(audio.getFrameLength()).isEqualTo(10 * LongCall.SAMPLE_RATE);
            assertThat(audio.getFormat().matches(new AudioFormat(LongCall.SAMPLE_RATE, 16, 1, true, false)))
                    .isTrue();
            ByteBuffer samples = ByteBuffer.wrap(audio.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (int frame = 0; samples.hasRemaining(); frame++) {
                int expected = frame / LongCall.SAMPLE_RATE % 3 == 0 ? 20_000 : 0;
                assertThat((int) samples.getShort()).as("frame %d", frame).isEqualTo(expected);
            }
        }
    }
}
