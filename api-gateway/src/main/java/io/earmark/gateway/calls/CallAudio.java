package io.earmark.gateway.calls;

import io.earmark.call.Call;
import io.earmark.call.Redacted;
import io.earmark.call.Transcript;
import io.earmark.gateway.status.AudioFiles;
import io.earmark.gateway.web.Problem;
import java.io.IOException;
import java.util.function.Supplier;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** What may be heard of a call: its recording or, where something in it must not be heard, the redacted copy alone. */
@Component
class CallAudio {

    private final AudioFiles files;

    CallAudio(AudioFiles files) {
        this.files = files;
    }

    /** @param transcript the finished one; asked for only if the call is redacted */
    ResponseEntity<Resource> serve(Call call, Supplier<Transcript> transcript) throws IOException {
        Redacted redacted =
                call.metadata().redacts() ? checked(call, transcript.get()).redacted() : null;
        return redacted == null
                ? files.serve(call.audio(), mediaType(call.format().container()))
                : files.serve(redacted.audio(), redacted.mediaType());
    }

    /**
     * The same transcript.
     *
     * @throws Problem 409 if it was to be redacted and was not: made by a worker of a version that cannot
     */
    static Transcript checked(Call call, Transcript transcript) {
        if (call.metadata().redacts() && transcript.redacted() == null) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "redaction-missing",
                    "The call was not redacted",
                    "Parts of the call must not be read or heard, but a worker that knows nothing of that transcribed"
                            + " it. Nothing of it is served; send it again.");
        }
        return transcript;
    }

    /** By ffmpeg's name of the container; what is not well known goes out as bytes. */
    private static String mediaType(String container) {
        if (container.contains("mp4")) {
            return "audio/mp4";
        }
        return switch (container) {
            case "wav", "w64" -> "audio/wav";
            case "mp3" -> "audio/mpeg";
            case "ogg" -> "audio/ogg";
            case "flac" -> "audio/flac";
            case "matroska,webm" -> "audio/webm";
            default -> "application/octet-stream";
        };
    }
}
