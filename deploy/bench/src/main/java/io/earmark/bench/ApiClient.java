package io.earmark.bench;

import io.earmark.job.JobId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway over HTTP, as its clients see it. */
final class ApiClient {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonMapper json = new JsonMapper();
    private final int port;

    ApiClient(int port) {
        this.port = port;
    }

    JobId speak(String text) throws IOException, InterruptedException {
        return JobId.parse(send(speaking(text), 202).path("job").path("id").asString());
    }

    HttpRequest.Builder speaking(String text) {
        String body = json.createObjectNode().put("text", text).toString();
        return to("/speak").header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(to(path).GET(), 200);
    }

    /** Of a recording, as it is read. */
    void upload(Recording recording) throws IOException, InterruptedException {
        send(uploading(recording), 202);
    }

    HttpRequest.Builder uploading(Recording recording) {
        return to("/transcribe")
                .header("Content-Type", "multipart/form-data; boundary=" + Recording.BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofInputStream(recording::multipart));
    }

    /** With the key. @param path with what follows the port */
    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMinutes(5))
                .header("Authorization", "Bearer " + EarmarkEngine.KEY);
    }

    private JsonNode send(HttpRequest.Builder request, int expected) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException("The gateway answered " + answer.statusCode() + ": " + answer.body());
        }
        return json.readTree(answer.body());
    }
}
