package io.earmark.tts;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.Coaching;
import io.earmark.call.Metrics;
import io.earmark.call.Moment;
import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.work.RecordingJobContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The sample call about the price, as far as a replay of its objection needs it. */
final class SampleCall {

    static final Moment MOMENT = new Moment(
            "m1",
            "price_objection",
            0.8,
            "S2",
            11.6,
            16.7,
            "it is too expensive",
            List.of(3),
            "why",
            "Ask what it is compared with.");
    static final Transcript TRANSCRIPT = new Transcript(
            39.06,
            "en-US",
            new Transcript.Engine("vosk", "tiny", "0.3.45"),
            List.of(new Speaker("S1", "agent", 0), new Speaker("S2", "customer", 1)),
            List.of());

    private SampleCall() {}

    static RecordingJobContext into(RecordingJobContext job) throws IOException {
        try (InputStream sample = SampleCall.class.getResourceAsStream("/samples/5-call-price-stereo.wav")) {
            if (sample == null) {
                throw new IllegalStateException("The sample is missing: deploy/samples belongs to the repository");
            }
            BlobRef recording = job.blobs().write(sample, Integer.MAX_VALUE);
            AudioFormat format = new AudioFormat("wav", "pcm_s16le", 39.06, 2, 16_000);
            Call call = new Call(CallId.random(), "acme", recording, format, CallMetadata.NONE, Instant.EPOCH);
            Metrics metrics = new Metrics(
                    Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, 0, 0, Map.of());
            return job.with(call).with(TRANSCRIPT).with(new Coaching(List.of(MOMENT), metrics, List.of()));
        }
    }
}
