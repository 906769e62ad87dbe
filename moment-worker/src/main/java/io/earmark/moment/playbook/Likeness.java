package io.earmark.moment.playbook;

/**
 * An utterance that sounds like a play's example.
 *
 * @param utterance  its index
 * @param type       of the play
 * @param similarity cosine of the two, 0 to 1
 */
public record Likeness(int utterance, String type, String example, double similarity) {}
