package io.earmark.gateway.batch;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobTooLarge;
import io.earmark.gateway.intake.AnnouncedDigest;
import io.earmark.gateway.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What is wrong with an item's recording, whichever way it came. */
final class Checks {

    private Checks() {}

    /** @throws Problem 422 if the bytes are not those that were promised */
    static void sha256(@Nullable String promised, BlobRef audio) {
        if (promised != null) {
            new AnnouncedDigest("The manifest", promised).check(audio.sha256());
        }
    }

    static Problem tooLarge(BlobTooLarge e) {
        return new Problem(
                HttpStatus.CONTENT_TOO_LARGE,
                "upload-too-large",
                "The recording is too large",
                "At most " + e.maxBytes() + " bytes are taken.");
    }
}
