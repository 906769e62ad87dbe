package io.earmark.call;

/**
 * What a probe of a recording found.
 *
 * @param container       ffmpeg's name of the file format, such as {@code wav} or {@code mp3}
 * @param codec           ffmpeg's name of the codec, such as {@code pcm_s16le}
 * @param durationSeconds length, more than 0
 * @param channels        1 or more
 * @param sampleRate      in Hz
 */
public record AudioFormat(String container, String codec, double durationSeconds, int channels, int sampleRate) {}
