package io.earmark.call;

import java.util.List;

/**
 * What the coach found in a call.
 *
 * @param moments    in order of start
 * @param sentiments one for each utterance, by its index; empty if they could not be had
 */
public record Coaching(List<Moment> moments, Metrics metrics, List<Sentiment> sentiments) implements StageResult {}
