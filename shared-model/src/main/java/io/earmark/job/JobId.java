package io.earmark.job;

import java.time.Instant;
import java.util.UUID;

/**
 * Names a job. Ids begin with the millisecond in which they were made (version 7 of RFC 9562), so that rows of one time are
 * neighbours in every index that has them.
 */
public record JobId(UUID value) {

    private static final int TIME_SHIFT = 16;
    private static final long VERSION = 7L << 12;
    private static final long CHANCE = 0xfff;

    /** One that nobody has, of a job that is made at that time: 74 of its bits are chance. */
    public static JobId of(Instant time) {
        UUID random = UUID.randomUUID();
        long begin = time.toEpochMilli() << TIME_SHIFT | VERSION | random.getMostSignificantBits() & CHANCE;
        return new JobId(new UUID(begin, random.getLeastSignificantBits()));
    }

    /** @throws IllegalArgumentException if the text is not a UUID */
    public static JobId parse(String text) {
        return new JobId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
