package io.earmark.call;

/**
 * One recognised word. Times are seconds from the start of the recording.
 *
 * @param confidence 0 to 1
 */
public record Word(String text, double start, double end, double confidence) {}
