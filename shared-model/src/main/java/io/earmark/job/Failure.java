package io.earmark.job;

/**
 * Why an attempt failed, for people and programs.
 *
 * @param type   stable and short, such as {@code audio-unreadable}
 * @param title  the type in words
 * @param detail what happened this time and what to do
 */
public record Failure(String type, String title, String detail) {}
