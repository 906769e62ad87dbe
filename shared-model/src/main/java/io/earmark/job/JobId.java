package io.earmark.job;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.UUID;

/**
 * Names a job. Ids begin with the millisecond in which they were made (version 7 of RFC 9562), so that rows of one time are
 * neighbours in every index that has them.
 */
public record JobId(UUID value) {

    private static final TimeBasedEpochRandomGenerator IDS = Generators.timeBasedEpochRandomGenerator();

    /** One that nobody has: 74 of its bits are chance. */
    public static JobId random() {
        return new JobId(IDS.generate());
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
