package io.earmark.gateway.upload;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An upload as people see it; programs read its headers.
 *
 * @param offset bytes that are there
 */
record UploadView(String id, long length, long offset, boolean finished, Instant expiresAt, Map<String, String> links) {

    static UploadView of(PartialUpload upload) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", "/uploads/" + upload.id());
        if (upload.jobId() != null) {
            links.put("job", "/jobs/" + upload.jobId());
            links.put("call", "/calls/" + upload.callId());
        }
        return new UploadView(
                upload.id().toString(),
                upload.length(),
                upload.received(),
                upload.isFinished(),
                upload.expiresAt(),
                links);
    }
}
