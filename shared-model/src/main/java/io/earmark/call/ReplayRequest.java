package io.earmark.call;

/**
 * A moment to be replayed, of the call that the job is about.
 *
 * @param momentId a {@link Moment#id()}
 * @param format   {@code wav} or {@code mp3}
 */
public record ReplayRequest(String momentId, String format) {}
