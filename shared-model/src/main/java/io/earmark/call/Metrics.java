package io.earmark.call;

import java.util.Map;

/**
 * How the talk was shared. Maps go by {@link Speaker#id()} and hold every speaker of the transcript. What is measured and
 * how it is called follows what sales teams know from conversation intelligence tools (talk ratio, longest monologue,
 * interactivity, patience); turns and their gaps as H. Sacks, E. A. Schegloff and G. Jefferson, "A Simplest Systematics for
 * the Organization of Turn-Taking for Conversation", Language 50 (1974).
 *
 * @param talkRatio               a speaker's speaking time over everybody's, 0 to 1; all 0 if nobody spoke
 * @param talkSeconds             sum of the lengths of the speaker's utterances; two at once both count
 * @param longestMonologueSeconds longest stretch in which the speaker alone held the floor: from the start of a run of
 *                                their utterances to its end, a run being broken by an utterance of another of more
 *                                than two words. The customer's is what others call the longest story
 * @param interruptions           utterances begun while another was speaking and at least 0.3 s from done, the
 *                                interrupter then still speaking when the other stopped
 * @param questions               utterances of which a part is a question by its words
 * @param wordsPerMinute          words over {@code talkSeconds}, times 60; 0 if the speaker said nothing
 * @param fillerWords             words such as "um" and "uh"
 * @param silenceSeconds          time in which nobody spoke, before the first and after the last word too; with the time
 *                                in which somebody spoke it is the length of the recording
 * @param overlapSeconds          time in which two or more spoke
 * @param turns                   runs of utterances by one speaker
 * @param switchesPerMinute       changes of speaker over the length of the recording in minutes: how interactive the
 *                                call was; 0 if nobody spoke
 * @param patienceSeconds         mean time that the speaker let pass after another's utterance before answering, over the
 *                                answers that did not overlap with it; 0 if there is none
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
        int turns,
        double switchesPerMinute,
        Map<String, Double> patienceSeconds) {}
