package io.earmark.gateway.upload;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An upload that has begun.
 *
 * @param length   of the recording in bytes
 * @param received of them; all of them once it has become a call, and never before
 * @param metadata the header {@code Upload-Metadata}, to the letter
 * @param jobId    once it has become a call; null before
 */
record PartialUpload(
        UUID id,
        String tenant,
        long length,
        long received,
        @Nullable String metadata,
        UploadRequest request,
        @Nullable UUID jobId,
        @Nullable UUID callId,
        Instant expiresAt) {

    boolean isFinished() {
        return received == length;
    }
}
