package io.earmark.call;

/**
 * How an utterance sounds by its words.
 *
 * @param label {@code positive}, {@code neutral} or {@code negative}
 * @param score from -1 (worst) to 1 (best)
 */
public record Sentiment(String label, double score) {}
