package io.earmark.faults.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * One thing that a client asks for.
 *
 * @param number in the order of the run
 * @param at     when, from the start of the load
 * @param key    its Idempotency-Key, the same for every try
 */
record Submission(int number, Duration at, String key, Ask ask) {

    private static final int TWICE_OF = 6;

    Reply send(Gateways gateways) throws IOException, InterruptedException {
        return ask.send(gateways, this);
    }

    /** Some clients are impatient, or sit behind a proxy that is: the same request goes to both gateways at once. */
    boolean isSentTwice() {
        return number % TWICE_OF == 1 && !(ask instanceof Wrong);
    }

    private String metadata() {
        return "{\"tags\":[\"submission-" + number + "\"],\"channels\":{\"left\":\"agent\",\"right\":\"customer\"}}";
    }

    /** What is asked for, and with it the truth about what must come out. */
    sealed interface Ask {
        Reply send(Gateways gateways, Submission asked) throws IOException, InterruptedException;
    }

    record Transcribe(Recording recording) implements Ask {
        @Override
        public Reply send(Gateways gateways, Submission asked) throws IOException, InterruptedException {
            return gateways.transcribe(recording.wav(), asked.metadata(), asked.key());
        }
    }

    /** @param cancelled the client changes its mind as soon as it was accepted */
    record Speak(String text, String format, boolean cancelled) implements Ask {
        @Override
        public Reply send(Gateways gateways, Submission asked) throws IOException, InterruptedException {
            return gateways.post("/speak", Map.of("text", text, "format", format), asked.key(), true);
        }
    }

    /** @param seconds how long the moment is that is to be heard again */
    record Replay(String callId, String momentId, double seconds) implements Ask {
        @Override
        public Reply send(Gateways gateways, Submission asked) throws IOException, InterruptedException {
            return gateways.post("/replay", Map.of("callId", callId, "momentId", momentId), asked.key(), true);
        }
    }

    /** Nothing that can be accepted. */
    record Wrong(Fault fault) implements Ask {
        @Override
        public Reply send(Gateways gateways, Submission asked) throws IOException, InterruptedException {
            String key = asked.key();
            return switch (fault) {
                case NOT_AUDIO ->
                    gateways.transcribe(
                            "This is no audio at all.".repeat(50).getBytes(StandardCharsets.UTF_8),
                            asked.metadata(),
                            key);
                case EMPTY_AUDIO -> gateways.transcribe(new byte[0], asked.metadata(), key);
                case NO_AUDIO_PART -> gateways.transcribe(null, asked.metadata(), key);
                case BROKEN_METADATA -> gateways.transcribe(new byte[100], "{\"agent\":", key);
                case NO_TEXT -> gateways.post("/speak", Map.of("text", " "), key, true);
                case NO_KEY -> gateways.post("/speak", Map.of("text", "Let me in."), key, false);
                case UNKNOWN_CALL -> gateways.post("/replay", Map.of("callId", key), key, true);
            };
        }
    }

    /** Why it must be refused. */
    enum Fault {
        NOT_AUDIO,
        EMPTY_AUDIO,
        NO_AUDIO_PART,
        BROKEN_METADATA,
        NO_TEXT,
        NO_KEY,
        UNKNOWN_CALL
    }
}
