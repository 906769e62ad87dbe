package io.earmark.stt.text;

/**
 * What some words become on paper.
 *
 * @param text  never empty
 * @param words how many of them, 1 or more
 */
record Written(String text, int words) {}
