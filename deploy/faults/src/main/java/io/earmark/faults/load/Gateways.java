package io.earmark.faults.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The API as a client sees it: several addresses, of which any may be down; each call goes to the next one. */
public final class Gateways {

    private static final String BOUNDARY = "----earmark-faults";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final List<URI> addresses;
    private final String key;
    private final AtomicInteger next = new AtomicInteger();

    public Gateways(List<URI> addresses, String key) {
        this.addresses = List.copyOf(addresses);
        this.key = key;
    }

    Reply transcribe(byte @Nullable [] audio, String metadata, String idempotencyKey)
            throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "name=\"metadata\"", metadata.getBytes(StandardCharsets.UTF_8));
        if (audio != null) {
            part(body, "name=\"audio\"; filename=\"call.wav\"", audio);
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return text(request("/transcribe", key)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void part(ByteArrayOutputStream body, String disposition, byte[] content) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
        body.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    Reply post(String path, Map<String, ?> body, String idempotencyKey, boolean withKey)
            throws IOException, InterruptedException {
        return text(request(path, withKey ? key : "ek_wrong")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))));
    }

    /** A new SPEAK job, for scenarios that are about the job and not about the words. @return its id */
    public String speak(String text) throws IOException, InterruptedException {
        Reply reply = post("/speak", Map.of("text", text), UUID.randomUUID().toString(), true);
        if (!reply.isAccepted()) {
            throw new IOException("SPEAK was not accepted: " + reply);
        }
        return reply.json().path("job").path("id").asString();
    }

    Reply get(String path) throws IOException, InterruptedException {
        return text(request(path, key).GET());
    }

    /** Whether that did anything is for the caller to find out. */
    public void cancel(String job) throws IOException, InterruptedException {
        text(request("/jobs/" + job, key).DELETE());
    }

    /** As many times as it takes, until the deadline. */
    Reply getPatiently(String path) throws IOException, InterruptedException {
        for (int left = 20; ; left--) {
            try {
                Reply reply = get(path);
                if (reply.status() < 500 || left == 0) {
                    return reply;
                }
            } catch (IOException e) {
                if (left == 0) {
                    throw e;
                }
            }
            Thread.sleep(500);
        }
    }

    HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
        return http.send(request(path, key).GET().build(), BodyHandlers.ofByteArray());
    }

    private Reply text(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        return new Reply(answer.statusCode(), answer.body());
    }

    private HttpRequest.Builder request(String path, String bearer) {
        URI address = addresses.get(Math.floorMod(next.getAndIncrement(), addresses.size()));
        return HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + bearer)
                .timeout(PATIENCE);
    }
}
