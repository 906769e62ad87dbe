package io.earmark.stt;

import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a recording is spread over processors, and what of it is recognised.
 *
 * @param parallel stretches recognised at the same time for one job; 0 for as many as there are processors
 * @param cutAfter a channel is cut at the first good silence after this length; 0 to recognise each in one piece
 * @param skipPauses whether the inside of pauses of more than two seconds, in which nothing but a steady background is heard, is left out
 */
@ConfigurationProperties("earmark.stt.recognition")
record RecognitionSettings(
        @DefaultValue("0") int parallel,
        @DefaultValue("30s") Duration cutAfter,
        @DefaultValue("true") boolean skipPauses) {

    /** As shipped. */
    static final RecognitionSettings STANDARD = new RecognitionSettings(0, Duration.ofSeconds(30), true);

    RecognitionSettings {
        if (parallel < 0 || cutAfter.isNegative() || (!cutAfter.isZero() && cutAfter.toSeconds() < 5)) {
            throw new IllegalArgumentException(
                    "earmark.stt.recognition.parallel must be 0 or more, and cut-after 0 or at least 5s.");
        }
    }

    /** A session of an engine, that is given what is to be recognised. */
    SpeechRecognizer.Session open(SpeechRecognizer engine, boolean voices) throws IOException {
        SpeechRecognizer.Session session = engine.open(voices);
        return skipPauses ? new PauseSkippingSession(session) : session;
    }

    /** One more than there are processors, so that the next stretch is ready when one ends; the engine sees to the rest. */
    int threads() {
        return parallel > 0 ? parallel : Runtime.getRuntime().availableProcessors() + 1;
    }
}
