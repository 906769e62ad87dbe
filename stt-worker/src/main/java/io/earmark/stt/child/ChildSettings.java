package io.earmark.stt.child;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * When Vosk's process is replaced. It is never ended under a session: a new one takes the new sessions, and the old one
 * goes when its last session does; until then the model is in memory twice.
 *
 * @param age      after which it is replaced
 * @param growth   of resident memory since its hundredth session, after which it is replaced
 * @param patience without a sign of life from a session that has samples, after which it counts as hanging
 * @param most     models in memory at a time, each in a process of its own, where there are several by language
 */
@ConfigurationProperties("earmark.stt.child")
public record ChildSettings(
        @DefaultValue("6h") Duration age,
        @DefaultValue("512MB") DataSize growth,
        @DefaultValue("2m") Duration patience,
        @DefaultValue("2") int most) {

    public ChildSettings {
        if (most < 1) {
            throw new IllegalArgumentException("earmark.stt.child.most must be 1 or more.");
        }
    }

    /** As shipped. */
    public static final ChildSettings STANDARD =
            new ChildSettings(Duration.ofHours(6), DataSize.ofMegabytes(512), Duration.ofMinutes(2), 2);
}
