package io.earmark.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart/form-data body, part by part. */
final class Multipart {

    private static final String BOUNDARY = "earmark-test-boundary";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Multipart of(byte[] audio) {
        return new Multipart().with("audio", "call.wav", audio);
    }

    Multipart with(String name, String fileName, byte[] content) {
        write("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        bytes.writeBytes(content);
        write("\r\n");
        return this;
    }

    /** @param header a whole line */
    Multipart withHeader(String name, String fileName, String header, byte[] content) {
        write("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                + "\"\r\n" + header + "\r\n\r\n");
        bytes.writeBytes(content);
        write("\r\n");
        return this;
    }

    Multipart with(String name, String content) {
        write("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n");
        return this;
    }

    private void write(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    /** Without the closing boundary: what a client leaves that goes away. */
    byte[] unfinished() {
        return bytes.toByteArray();
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(bytes.toByteArray());
        whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return whole.toByteArray();
    }
}
