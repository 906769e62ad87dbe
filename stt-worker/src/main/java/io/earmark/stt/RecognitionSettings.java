package io.earmark.stt;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a recording is spread over processors.
 *
 * @param parallel stretches recognised at the same time for one job; 0 for as many as there are processors
 * @param cutAfter a channel is cut at the first good silence after this length; 0 to recognise each in one piece
 */
@ConfigurationProperties("earmark.stt.recognition")
record RecognitionSettings(
        @DefaultValue("0") int parallel,
        @DefaultValue("30s") Duration cutAfter) {

    /** As shipped. */
    static final RecognitionSettings STANDARD = new RecognitionSettings(0, Duration.ofSeconds(30));

    RecognitionSettings {
        if (parallel < 0 || cutAfter.isNegative() || (!cutAfter.isZero() && cutAfter.toSeconds() < 5)) {
            throw new IllegalArgumentException(
                    "earmark.stt.recognition.parallel must be 0 or more, and cut-after 0 or at least 5s.");
        }
    }

    /** One more than there are processors, so that the next stretch is ready when one ends; the engine sees to the rest. */
    int threads() {
        return parallel > 0 ? parallel : Runtime.getRuntime().availableProcessors() + 1;
    }
}
