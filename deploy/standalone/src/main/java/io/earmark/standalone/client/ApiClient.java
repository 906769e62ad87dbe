package io.earmark.standalone.client;

import io.earmark.job.JobKind;
import io.earmark.standalone.client.ApiKeyPages.KeyList;
import io.earmark.standalone.client.ApiKeyPages.KeyPage;
import io.earmark.standalone.client.ApiKeyPages.NewKey;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An Earmark server's API, as far as the command line needs it. Every refusal is an {@link ApiProblem}. */
public final class ApiClient {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI server;
    private final String key;

    public ApiClient(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    /** Sends a recording, however long it takes. @param metadata a JSON object */
    public JobStatus transcribe(Path audio, @Nullable String metadata) throws InterruptedException {
        try {
            Multipart form = new Multipart();
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/transcribe"))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", form.contentType())
                    .POST(form.body(audio, metadata))
                    .build();
            return job(send(request).path("job"));
        } catch (IOException e) {
            throw new ApiProblem("Cannot read " + audio + ": " + e.getMessage(), e);
        }
    }

    public JobStatus replay(String callId, String momentId) throws InterruptedException {
        String body = JSON.writeValueAsString(Map.of("callId", callId, "momentId", momentId));
        return job(send(request("/replay")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .path("job"));
    }

    public JobStatus job(String id) throws InterruptedException {
        return job(get("/jobs/" + id));
    }

    /** The newest job of a kind for each kind that the call has. */
    public List<JobStatus> jobsOf(String callId, JobKind... kinds) throws InterruptedException {
        List<JobStatus> found = new ArrayList<>();
        for (JobKind kind : kinds) {
            JsonNode items =
                    get("/jobs?limit=1&callId=" + callId + "&kind=" + kind).path("items");
            for (JsonNode item : items) {
                found.add(job(item));
            }
        }
        return found;
    }

    public JsonNode call(String id) throws InterruptedException {
        return get("/calls/" + id);
    }

    public JsonNode transcript(String callId) throws InterruptedException {
        return get("/calls/" + callId + "/transcript");
    }

    public JsonNode moments(String callId) throws InterruptedException {
        return get("/calls/" + callId + "/moments");
    }

    /** Saves what a SPEAK or REPLAY job made. */
    public Path audio(String jobId, Path target) throws InterruptedException {
        HttpRequest request = request("/jobs/" + jobId + "/audio").build();
        try {
            HttpResponse<Path> answer = http.send(
                    request,
                    head -> head.statusCode() == 200
                            ? HttpResponse.BodySubscribers.ofFile(target)
                            : HttpResponse.BodySubscribers.replacing(target));
            if (answer.statusCode() != 200) {
                throw new ApiProblem(answer.statusCode(), "The audio of job " + jobId + " could not be had.");
            }
            return answer.body();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** With its secret, which is shown this once. */
    public KeyPage createKey(NewKey wanted) throws InterruptedException {
        return key(send(request("/keys")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(wanted)))
                .build()));
    }

    /** All of them, the newest first. @param tenant null for the key's own */
    public List<KeyPage> keys(@Nullable String tenant) throws InterruptedException {
        List<KeyPage> all = new ArrayList<>();
        String cursor = null;
        do {
            String from = cursor == null ? "" : "&cursor=" + cursor;
            KeyList page = JSON.treeToValue(get("/keys" + of(tenant, "&limit=200" + from)), KeyList.class);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    /** With its new secret. @param overlap how long the one of before is good */
    public KeyPage rotateKey(String id, @Nullable String tenant, Duration overlap) throws InterruptedException {
        return key(send(request("/keys/" + encoded(id) + "/rotate" + of(tenant, ""))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("overlap", overlap.toString()))))
                .build()));
    }

    public void revokeKey(String id, @Nullable String tenant) throws InterruptedException {
        send(request("/keys/" + encoded(id) + of(tenant, "")).DELETE().build());
    }

    private static String of(@Nullable String tenant, String more) {
        String query = (tenant == null ? "" : "&tenant=" + encoded(tenant)) + more;
        return query.isEmpty() ? "" : "?" + query.substring(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static KeyPage key(JsonNode node) {
        return JSON.treeToValue(node, KeyPage.class);
    }

    /** Hands a batch in. @param manifest as JSON @return as the server tells of it */
    public JsonNode createBatch(String manifest) throws InterruptedException {
        return send(request("/batches")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(manifest))
                .build());
    }

    public JsonNode batch(String id) throws InterruptedException {
        return get("/batches/" + id);
    }

    /** The ids of the batches with a reference, the newest first. */
    public List<String> batches(String reference) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        String query = "?limit=200&reference=" + URLEncoder.encode(reference, StandardCharsets.UTF_8);
        eachOf("/batches" + query, batch -> ids.add(batch.path("id").asString()));
        return ids;
    }

    /** Every item of a batch, in its order. */
    public List<BatchItem> items(String batch) throws InterruptedException {
        List<BatchItem> items = new ArrayList<>();
        eachOf("/batches/" + batch + "/items?limit=200", item -> items.add(BatchItem.of(batch, item)));
        return items;
    }

    private void eachOf(String path, Consumer<JsonNode> taker) throws InterruptedException {
        String cursor = "";
        do {
            JsonNode page = get(path + cursor);
            page.path("items").forEach(taker);
            cursor = page.path("next").isString()
                    ? "&cursor=" + page.path("next").asString()
                    : "";
        } while (!cursor.isEmpty());
    }

    /** Sends the recording of an item, however long it takes. */
    public void upload(BatchItem item, Path audio) throws InterruptedException {
        try {
            send(HttpRequest.newBuilder(server.resolve(item.path() + "/audio"))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/octet-stream")
                    .PUT(BodyPublishers.ofFile(audio))
                    .build());
        } catch (FileNotFoundException e) {
            throw new ApiProblem("Cannot read " + audio + ": " + e.getMessage(), e);
        }
    }

    private JsonNode get(String path) throws InterruptedException {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + key)
                .timeout(PATIENCE);
    }

    private JsonNode send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new ApiProblem(answer.statusCode(), refusal(answer));
            }
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new ApiProblem("What answers at " + server + " is no Earmark server.", e);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private ApiProblem unreachable(IOException e) {
        String why = e instanceof ConnectException || e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
        return new ApiProblem(
                "No answer from " + server + why + ". Start a server with './earmark up', or name one with --server.",
                e);
    }

    /** The problem document's own sentence, where there is one. */
    private static String refusal(HttpResponse<String> answer) {
        try {
            JsonNode problem = JSON.readTree(answer.body());
            String title = problem.path("title").asString("");
            String detail = problem.path("detail").asString("");
            if (!title.isEmpty()) {
                return detail.isEmpty() ? title : title + ": " + detail;
            }
        } catch (JacksonException e) {
            // Not a problem document: the status must do.
        }
        return "The server answered with status " + answer.statusCode() + ".";
    }

    private static JobStatus job(JsonNode node) {
        return JSON.treeToValue(node, JobStatus.class);
    }
}
