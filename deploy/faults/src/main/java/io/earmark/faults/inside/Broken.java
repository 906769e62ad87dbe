package io.earmark.faults.inside;

import java.nio.file.Files;
import java.util.Locale;

/** Ways in which an engine of this kind is often wrong. Each must be found out, or the suite proves nothing. */
public enum Broken {
    /** A worker's token is not looked at: who slept through its lease writes all the same. */
    FENCE("the fencing token is not checked"),
    /** A message is acknowledged when it arrives, not when its job has an outcome. */
    ACK_EARLY("the message is acknowledged before the job is claimed"),
    /** A message that fits no queue is dropped by the broker, and nobody hears of it. */
    MANDATORY("messages are published without the mandatory flag"),
    /** A message counts as sent when it was written to the socket. */
    CONFIRM("a message is marked as sent before the broker confirms it"),
    /** A job is taken whether or not it waits. */
    CLAIM("the claim has no condition");

    private final String words;

    Broken(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean in(Home home) {
        return Files.exists(home.broken().resolve(label()));
    }
}
