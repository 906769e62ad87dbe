package io.earmark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;

class RecordingTest {

    @Test
    void it_is_a_WAV_file_of_its_length_in_a_multipart_body() throws Exception {
        byte[] body = read(new Recording(1 << 20));
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int start = text.indexOf("\r\n\r\n") + 4;
        assertThat(text).startsWith("--" + Recording.BOUNDARY).endsWith("\r\n--" + Recording.BOUNDARY + "--\r\n");

        AudioFileFormat format =
                AudioSystem.getAudioFileFormat(new java.io.ByteArrayInputStream(body, start, body.length - start));
        assertThat(format.getFrameLength()).isEqualTo((1 << 20) / 4);
        assertThat(format.getFormat().getChannels()).isEqualTo(2);
    }

    private static byte[] read(Recording recording) throws IOException {
        try (InputStream stream = recording.multipart()) {
            return stream.readAllBytes();
        }
    }
}
