package io.earmark.gateway.erasure;

import io.earmark.call.CallId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The receipt for a call that was forgotten.
 *
 * @param by      the name of the key that asked for it
 * @param sha256  of the recording, so that whoever still has it can tell which it was
 * @param removed how many of each sort of thing there were
 * @param blobs   keys of files that are yet to be removed; empty once all are
 */
record Erasure(
        UUID id,
        String tenant,
        CallId call,
        Instant at,
        String by,
        String sha256,
        Map<String, Integer> removed,
        List<String> blobs) {

    Erasure withBlobs(List<String> left) {
        return new Erasure(id, tenant, call, at, by, sha256, removed, left);
    }
}
