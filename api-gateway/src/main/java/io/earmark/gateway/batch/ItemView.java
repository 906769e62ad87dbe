package io.earmark.gateway.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.earmark.gateway.web.Problem;
import io.earmark.job.Failure;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item of a batch as clients see it.
 *
 * @param number          its place in the manifest, from 1
 * @param sha256          of its recording, or what was announced
 * @param callId          once the engine has it
 * @param durationSeconds of the recording
 * @param moments         how many were found, once it has succeeded
 * @param error           why it failed; while it waits, why fetching it did not work yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "BatchItem")
record ItemView(
        int number,
        @Nullable String reference,
        ItemState state,
        @Nullable String fileName,
        @Nullable String url,
        @Nullable String sha256,
        @Nullable String callId,
        @Nullable String jobId,
        @Nullable Double durationSeconds,
        @Nullable Integer moments,
        @Nullable ItemProblem error,
        @Nullable Instant endedAt,
        Map<String, String> links) {

    /** As RFC 9457 has it. */
    @Schema(name = "BatchItemProblem")
    record ItemProblem(URI type, String title, String detail) {}

    static ItemView of(
            UUID batch,
            int number,
            @Nullable String reference,
            ItemState state,
            @Nullable String fileName,
            @Nullable String url,
            @Nullable String sha256,
            @Nullable UUID call,
            @Nullable UUID job,
            @Nullable Double durationSeconds,
            @Nullable Integer moments,
            @Nullable Failure error,
            @Nullable Instant endedAt) {
        String self = "/batches/" + batch + "/items/" + number;
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        if (state == ItemState.AWAITING_UPLOAD) {
            links.put("audio", self + "/audio");
        }
        if (call != null) {
            links.put("call", "/calls/" + call);
            links.put("moments", "/calls/" + call + "/moments");
        }
        if (job != null) {
            links.put("job", "/jobs/" + job);
        }
        return new ItemView(
                number,
                reference,
                state,
                fileName,
                url,
                sha256,
                call == null ? null : call.toString(),
                job == null ? null : job.toString(),
                durationSeconds,
                moments,
                error == null ? null : new ItemProblem(Problem.type(error.type()), error.title(), error.detail()),
                endedAt,
                links);
    }
}
