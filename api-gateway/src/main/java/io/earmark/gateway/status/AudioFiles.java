package io.earmark.gateway.status;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobStore;
import io.earmark.gateway.web.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Serves blobs; Spring answers Range requests (RFC 9110, section 14) from the file. */
@Component
public class AudioFiles {

    private final BlobStore blobs;

    AudioFiles(BlobStore blobs) {
        this.blobs = blobs;
    }

    public ResponseEntity<Resource> serve(BlobRef blob, String mediaType) throws IOException {
        Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
        Path file;
        try {
            file = blobs.file(blob, scratch);
        } catch (NoSuchFileException e) {
            throw new Problem(
                    HttpStatus.GONE, "audio-gone", "The audio is gone", "Its file is not in the blob store any more.");
        }
        return ResponseEntity.ok()
                .header("X-Content-Type-Options", "nosniff")
                .contentType(MediaType.parseMediaType(mediaType))
                .eTag("\"" + blob.sha256() + "\"")
                .body(new FileSystemResource(file));
    }
}
