package io.earmark.call;

import io.earmark.blob.BlobRef;

/**
 * Audio that we made: speech from text, or a replay of a moment.
 *
 * @param mediaType       such as {@code audio/wav}
 * @param durationSeconds its length
 */
public record SpokenAudio(BlobRef audio, String mediaType, double durationSeconds) implements StageResult {}
