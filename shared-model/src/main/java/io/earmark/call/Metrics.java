package io.earmark.call;

import java.util.Map;

/**
 * How the talk was shared. Maps go by {@link Speaker#id()} and hold every speaker of the transcript.
 *
 * @param talkRatio               a speaker's speaking time over everybody's, 0 to 1; all 0 if nobody spoke
 * @param talkSeconds             sum of the lengths of the speaker's utterances
 * @param longestMonologueSeconds longest stretch in which the speaker alone held the floor: from the start of a run of
 *                                their utterances to its end, a run being broken by an utterance of another of more
 *                                than two words
 * @param interruptions           utterances begun while another was speaking and at least 0.3 s from done, the
 *                                interrupter then still speaking when the other stopped
 * @param questions               utterances that are questions by their words
 * @param wordsPerMinute          words over {@code talkSeconds}, times 60; 0 if the speaker said nothing
 * @param fillerWords             words such as "um" and "uh"
 * @param silenceSeconds          time in which nobody spoke
 * @param overlapSeconds          time in which two or more spoke
 * @param turns                   runs of utterances by one speaker
 */
public record Metrics(
        Map<String, Double> talkRatio,
        Map<String, Double> talkSeconds,
        Map<String, Double> longestMonologueSeconds,
        Map<String, Integer> interruptions,
        Map<String, Integer> questions,
        Map<String, Double> wordsPerMinute,
        Map<String, Integer> fillerWords,
        double silenceSeconds,
        double overlapSeconds,
        int turns) {}
