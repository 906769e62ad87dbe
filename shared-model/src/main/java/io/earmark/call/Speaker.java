package io.earmark.call;

/**
 * One voice in a call.
 *
 * @param id      stable within the call, such as {@code S1}
 * @param role    {@code agent}, {@code customer}, or what the submitter named it
 * @param channel the channel that carries it, from 0
 */
public record Speaker(String id, String role, int channel) {}
