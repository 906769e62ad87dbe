package io.earmark.job;

/**
 * Something a successful job could not do.
 *
 * @param type   stable and short, such as {@code audio-truncated}
 * @param detail what, in a sentence
 */
public record Warning(String type, String detail) {}
