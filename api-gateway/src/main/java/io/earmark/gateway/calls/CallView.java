package io.earmark.gateway.calls;

import io.earmark.call.Call;
import io.earmark.call.CallMetadata;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A call as clients see it. */
public record CallView(
        String id,
        Instant createdAt,
        double durationSeconds,
        int channels,
        int sampleRate,
        String container,
        String codec,
        long bytes,
        String sha256,
        CallMetadata metadata,
        Map<String, String> links) {

    public static CallView of(Call call) {
        String self = "/calls/" + call.id();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("audio", self + "/audio");
        links.put("transcript", self + "/transcript");
        links.put("moments", self + "/moments");
        links.put("jobs", "/jobs?callId=" + call.id());
        return new CallView(
                call.id().toString(),
                call.createdAt(),
                call.format().durationSeconds(),
                call.format().channels(),
                call.format().sampleRate(),
                call.format().container(),
                call.format().codec(),
                call.audio().bytes(),
                call.audio().sha256(),
                call.metadata(),
                links);
    }
}
