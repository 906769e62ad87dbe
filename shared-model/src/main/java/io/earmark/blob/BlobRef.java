package io.earmark.blob;

/**
 * Points at bytes in a {@link BlobStore}.
 *
 * @param key    where the store keeps them: opaque to everyone else
 * @param sha256 of the bytes, in lower-case hexadecimal
 * @param bytes  their number
 */
public record BlobRef(String key, String sha256, long bytes) {}
