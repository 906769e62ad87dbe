package io.earmark.faults.load;

import java.util.List;

/** Something said by a voice that the tiny model knows, as 16 kHz mono PCM (signed 16 bit, little endian). */
record Sentence(String text, byte[] pcm) {

    List<String> words() {
        return List.of(text.split(" "));
    }
}
