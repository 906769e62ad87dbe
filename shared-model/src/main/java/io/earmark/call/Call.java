package io.earmark.call;

import io.earmark.blob.BlobRef;
import java.time.Instant;

/**
 * A recorded call: the audio as it came in, what was found out about it at intake, and what the submitter said of it.
 *
 * @param tenant    who owns it
 * @param audio     the upload, unchanged
 * @param format    what the probe found
 * @param metadata  what the submitter told
 * @param createdAt when it was accepted
 */
public record Call(
        CallId id, String tenant, BlobRef audio, AudioFormat format, CallMetadata metadata, Instant createdAt) {}
