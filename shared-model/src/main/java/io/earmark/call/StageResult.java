package io.earmark.call;

/** What a finished job leaves behind. A job has at most one. */
public sealed interface StageResult permits Transcript, Coaching, SpokenAudio {}
