package io.earmark.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/** Keeps audio. A blob appears whole or not at all, and never changes; nothing is held in memory whole. */
public interface BlobStore {

    /**
     * Streams the bytes in, hashing as they go; they are on disk (synced) when this returns.
     *
     * @param maxBytes more than this, and nothing is kept
     * @throws BlobTooLarge if the stream holds more than {@code maxBytes}
     */
    BlobRef write(InputStream bytes, long maxBytes) throws IOException;

    /** @throws java.nio.file.NoSuchFileException if there is no such blob */
    InputStream open(BlobRef blob) throws IOException;

    /**
     * The blob as a file, for programs that read files. A local store hands out its own file, so it must not be
     * changed; a remote one copies it into {@code scratch}.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such blob
     */
    Path file(BlobRef blob, Path scratch) throws IOException;

    /** Removes the blob; one that is not there is no error. */
    void delete(String key) throws IOException;

    /** Hands over the key of every blob written before the given time: what an orphan sweep looks at. */
    void eachOlderThan(Instant time, Consumer<String> key) throws IOException;
}
