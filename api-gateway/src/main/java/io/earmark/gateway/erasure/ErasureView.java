package io.earmark.gateway.erasure;

import java.time.Instant;
import java.util.Map;

/**
 * A receipt as clients see it.
 *
 * @param complete whether the files are gone, too; if not, they will be within a minute of the disk's answering again
 */
record ErasureView(
        String id,
        String callId,
        Instant erasedAt,
        String erasedBy,
        String audioSha256,
        Map<String, Integer> removed,
        boolean complete,
        Map<String, String> links) {

    static ErasureView of(Erasure erasure) {
        return new ErasureView(
                erasure.id().toString(),
                erasure.call().toString(),
                erasure.at(),
                erasure.by(),
                erasure.sha256(),
                erasure.removed(),
                erasure.blobs().isEmpty(),
                Map.of("self", "/erasures/" + erasure.id()));
    }
}
