package io.earmark.blob;

import java.io.IOException;

/** More bytes came than may be kept. Nothing was kept. */
public final class BlobTooLarge extends IOException {

    private static final long serialVersionUID = 1;

    private final long maxBytes;

    public BlobTooLarge(long maxBytes) {
        super("More than " + maxBytes + " bytes");
        this.maxBytes = maxBytes;
    }

    public long maxBytes() {
        return maxBytes;
    }
}
