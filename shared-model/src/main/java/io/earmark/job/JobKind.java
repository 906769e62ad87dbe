package io.earmark.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a job does. Each kind has a queue and a worker of its own. */
public enum JobKind {
    /** Recording to transcript. */
    TRANSCRIBE,
    /** Transcript to metrics, sentiment and moments. */
    COACH,
    /** One moment to an audio file that introduces it, plays it and comments on it. */
    REPLAY,
    /** Text to speech. */
    SPEAK;

    /** Of every kind that this version knows: another that runs beside it may know more. */
    public static List<String> names() {
        return Arrays.stream(values()).map(JobKind::name).toList();
    }

    /** The name in lower case, as queues and metrics carry it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
