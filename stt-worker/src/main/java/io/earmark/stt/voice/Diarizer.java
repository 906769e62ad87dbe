package io.earmark.stt.voice;

import io.earmark.call.Word;
import java.io.IOException;
import java.util.List;

/** Tells speakers apart by their voices. */
public interface Diarizer {

    /**
     * @param words    of one channel, in order
     * @param voices   what that channel sounded like
     * @param speakers how many there are; 0 to estimate it
     * @param progress of this alone
     * @return for each word its speaker, numbered from 0 in the order in which they first speak
     * @throws IOException          if the features could not be kept, or not be read again
     * @throws InterruptedException if it was told to stop
     */
    List<Integer> speakers(List<Word> words, VoiceFeatures voices, int speakers, Progress progress)
            throws IOException, InterruptedException;
}
