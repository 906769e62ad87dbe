package io.earmark.gateway.upload;

/** What a request brought is not what its checksum says. Nothing of it counts. */
final class ChecksumMismatch extends RuntimeException {

    private static final long serialVersionUID = 1;

    ChecksumMismatch() {
        super("The bytes that arrived do not come to Upload-Checksum. None of them was kept: send them again.");
    }
}
