package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.util.List;

/** Tells speakers apart by their voices. */
public interface Diarizer {

    /**
     * @param words    of one channel, in order
     * @param voices   what that channel sounded like
     * @param speakers how many there are; 0 to estimate it
     * @return for each word its speaker, numbered from 0 in the order in which they first speak
     */
    List<Integer> speakers(List<Word> words, VoiceFeatures voices, int speakers);
}
