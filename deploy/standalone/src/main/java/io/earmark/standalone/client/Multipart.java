package io.earmark.standalone.client;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An upload as {@code multipart/form-data}, read from the file while it is sent. */
final class Multipart {

    private final String boundary = "earmark-" + UUID.randomUUID();

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** The metadata go first, so that the server has them when the audio comes. */
    BodyPublisher body(Path audio, @Nullable String metadata) throws FileNotFoundException {
        StringBuilder head = new StringBuilder();
        if (metadata != null) {
            head.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"metadata\"\r\n");
            head.append("Content-Type: application/json\r\n\r\n")
                    .append(metadata)
                    .append("\r\n");
        }
        head.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"");
        head.append(quoted(String.valueOf(audio.getFileName()))).append("\"\r\n");
        head.append("Content-Type: application/octet-stream\r\n\r\n");
        return BodyPublishers.concat(
                BodyPublishers.ofString(head.toString()),
                BodyPublishers.ofFile(audio),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    }

    /** As browsers do it. */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
}
