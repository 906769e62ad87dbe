package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.job.Failure;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BatchApiTest extends BatchServer {

    private static final byte[] NOISE = "this is no recording".getBytes(StandardCharsets.UTF_8);

    @Test
    void items_are_uploaded_one_by_one_worked_off_and_told_of_at_the_end() throws Exception {
        try (Receiver receiver = new Receiver()) {
            String batch = accepted(post("/batches", """
                    {"reference": "October", "callbackUrl": "%s",
                     "items": [{"reference": "a", "fileName": "a.wav", "metadata": {"agent": "Sarah"}}, {"reference": "b"}]}
                    """.formatted(receiver.url())));
            JsonNode before = body(get(batch));
            assertThat(before.path("state").asString()).isEqualTo("OPEN");
            assertThat(before.path("reference").asString()).isEqualTo("October");
            assertThat(before.path("progress").asDouble()).isZero();
            assertThat(count(batch, "AWAITING_UPLOAD")).isEqualTo(2);

            assertThat(put(batch + "/items/1/audio", sample(GREETING)).statusCode())
                    .isEqualTo(202);
            JsonNode first = awaitItem(batch, 1, "PROCESSING");
            JobId job = JobId.parse(first.path("jobId").asString());
            assertThat(jobs.find(tenant, job).orElseThrow().priority())
                    .as("below that of single submissions")
                    .isEqualTo(3);
            JsonNode call = body(get(first.path("links").path("call").asString()));
            assertThat(call.path("metadata").path("agent").asString()).isEqualTo("Sarah");
            assertThat(call.path("metadata").path("fileName").asString()).isEqualTo("a.wav");
            assertThat(first.path("durationSeconds").asDouble()).isPositive();
            work(first);
            JsonNode done = awaitItem(batch, 1, "SUCCEEDED");
            assertThat(done.path("moments").asInt()).isEqualTo(1);
            assertThat(body(get(batch)).path("progress").asDouble()).isEqualTo(0.5);

            assertThat(put(batch + "/items/2/audio", sample(GREETING)).statusCode())
                    .isEqualTo(202);
            JsonNode second = awaitItem(batch, 2, "PROCESSING");
            assertThat(body(get(batch)).path("etaSeconds").isNumber()).isTrue();
            JobId failing = JobId.parse(second.path("jobId").asString());
            jobs.fail(failing, claim(failing), new Failure("audio-odd", "Odd audio", "It is odd."), true);
            JsonNode after = awaitState(batch, "COMPLETED");
            assertThat(after.path("progress").asDouble()).isEqualTo(1);
            assertThat(item(batch, 2).path("error").path("type").asString()).isEqualTo("urn:earmark:problem:audio-odd");

            await().atMost(PATIENCE).until(() -> !receiver.messages().isEmpty());
            JsonNode told = json.readTree(receiver.only().body());
            assertThat(told.path("type").asString()).isEqualTo("batch.completed");
            JsonNode data = told.path("data");
            assertThat(data.path("batch").path("state").asString()).isEqualTo("COMPLETED");
            assertThat(data.path("batch").path("counts").path("SUCCEEDED").asInt())
                    .isEqualTo(1);
            assertThat(data.path("links").path("items").asString()).endsWith(batch + "/items");
            assertProblem(delete(batch), 409, "state-conflict");
        }
    }

    @Test
    void a_callback_is_told_of_each_call_if_asked() throws Exception {
        try (Receiver receiver = new Receiver()) {
            String batch = accepted(batch(new Multipart()
                    .with(
                            "manifest",
                            "{\"callbackUrl\":\"" + receiver.url()
                                    + "\",\"callEvents\":true,\"items\":[{\"part\":\"one\"}]}")
                    .with("one", "one.wav", sample(GREETING))));
            work(awaitItem(batch, 1, "PROCESSING"));
            await().atMost(PATIENCE).until(() -> receiver.messages().size() == 3);
            assertThat(receiver.messages())
                    .extracting(message ->
                            json.readTree(message.body()).path("type").asString())
                    .containsExactlyInAnyOrder("call.transcribed", "call.coached", "batch.completed");
        }
    }

    @Test
    void recordings_come_with_their_manifest_and_a_bad_one_fails_alone() throws Exception {
        long blobsBefore = blobFiles();
        String batch = accepted(batch(new Multipart()
                .with("manifest", """
                        {"items": [{"part": "good"}, {"part": "bad"}, {"part": "missing"}, {"part": "good", "sha256": "zz"},
                                   {"metadata": {"agent": 5}}, 7, {"reference": "kept", "url": "http://user@127.0.0.1/"},
                                   {"part": "other", "sha256": "%s"}]}
                        """.formatted("0".repeat(64)))
                .with("good", "good.wav", sample(GREETING))
                .with("bad", "bad.wav", NOISE)
                .with("unasked", "unasked.wav", sample(GREETING))
                .with("other", "other.wav", sample(GREETING))));
        awaitItem(batch, 1, "PROCESSING");
        List<JsonNode> items = items(batch);
        assertThat(items)
                .extracting(item -> item.path("state").asString() + " "
                        + item.path("error").path("type").asString("").replace("urn:earmark:problem:", ""))
                .containsExactly(
                        "PROCESSING ",
                        "FAILED audio-unreadable",
                        "AWAITING_UPLOAD ",
                        "FAILED item-invalid",
                        "FAILED item-invalid",
                        "FAILED item-invalid",
                        "FAILED url-refused",
                        "FAILED digest-mismatch");
        assertThat(items.get(6).path("reference").asString()).isEqualTo("kept");
        assertThat(blobFiles() - blobsBefore)
                .as("of what failed nothing is kept")
                .isEqualTo(1);
        assertThat(body(get(batch + "/items?state=FAILED&limit=3")).path("next").asString())
                .isEqualTo("5");
    }

    @Test
    void recordings_alone_are_a_batch_too() throws Exception {
        String batch = accepted(batch(new Multipart()
                .with("audio", "one.wav", sample(GREETING))
                .with("audio", "two.wav", NOISE)
                .with("audio", "three.wav", sample(GREETING))));
        awaitItem(batch, 3, "PROCESSING");
        assertThat(item(batch, 2).path("state").asString()).isEqualTo("FAILED");
        assertThat(items(batch))
                .extracting(item -> item.path("reference").asString())
                .containsExactly("one.wav", "two.wav", "three.wav");
    }

    @Test
    void a_table_is_a_manifest_and_a_bad_line_fails_alone() throws Exception {
        String batch = accepted(csv("\uFEFFreference,fileName,agent,tags,channels.left,deal\r\n"
                + "r1,a.wav,\"Sarah, Sam\",q1; q2,customer,42\r\n"
                + "r2,b.wav\r\n"
                + "r3,c.wav,,,,\r\n"));
        assertThat(items(batch))
                .extracting(item -> item.path("state").asString())
                .containsExactly("AWAITING_UPLOAD", "FAILED", "AWAITING_UPLOAD");
        put(batch + "/items/1/audio", sample(GREETING));
        JsonNode call = body(
                get(awaitItem(batch, 1, "PROCESSING").path("links").path("call").asString()));
        JsonNode metadata = call.path("metadata");
        assertThat(metadata.path("agent").asString()).isEqualTo("Sarah, Sam");
        assertThat(metadata.path("tags").size()).isEqualTo(2);
        assertThat(metadata.path("channels").path("left").asString()).isEqualTo("customer");
        assertThat(metadata.path("extra").path("deal").asString()).isEqualTo("42");
    }

    @Test
    void ten_thousand_items_are_taken_in_one_manifest_and_called_off() throws Exception {
        String items = IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> "{\"reference\":\"call-" + i + "\",\"metadata\":{\"agent\":\"Sam\",\"crm\":" + i + "}}")
                .collect(Collectors.joining(","));
        String batch = accepted(post("/batches", "{\"items\":[" + items + "]}"));
        assertThat(count(batch, "AWAITING_UPLOAD")).isEqualTo(10_000);
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = body(get(batch + "/items?limit=200" + cursor));
            page.path("items").forEach(item -> seen.add(item.path("reference").asString()));
            cursor = page.path("next").isString()
                    ? "&cursor=" + page.path("next").asString()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(10_000).doesNotHaveDuplicates().endsWith("call-10000");
        assertThat(body(get(batch + "/items?reference=call-777"))
                        .path("items")
                        .path(0)
                        .path("number")
                        .asInt())
                .isEqualTo(777);
        assertThat(delete(batch).statusCode()).isEqualTo(200);
        assertThat(count(batch, "CANCELLED")).isEqualTo(10_000);
        assertProblem(post("/batches", "{\"items\":[" + items + ",{}]}"), 400, "request-invalid");
    }

    /** At most twelve jobs of a tenant may wait here. */
    @Test
    void what_waits_in_the_engine_is_bounded_for_batches_as_well() throws Exception {
        Multipart form = new Multipart();
        for (int i = 0; i < 20; i++) {
            form.with("audio", i + ".wav", sample(GREETING));
        }
        String batch = accepted(batch(form));
        await().atMost(PATIENCE).until(() -> count(batch, "PROCESSING") >= 10);
        assertThat(count(batch, "WAITING")).isPositive();
        assertThat(count(batch, "FAILED")).isZero();
        assertThat(delete(batch).statusCode()).isIn(200, 202);
        assertThat(count(batch, "WAITING")).isZero();
    }

    @Test
    void cancelling_ends_what_waits_at_once_and_what_runs_by_its_worker() throws Exception {
        String batch = accepted(batch(new Multipart()
                .with("manifest", "{\"items\":[{\"part\":\"a\"},{\"part\":\"b\"},{}]}")
                .with("a", "a.wav", sample(GREETING))
                .with("b", "b.wav", sample(GREETING))));
        JobId running =
                JobId.parse(awaitItem(batch, 1, "PROCESSING").path("jobId").asString());
        awaitItem(batch, 2, "PROCESSING");
        long token = claim(running);
        HttpResponse<byte[]> cancelled = delete(batch);
        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(item(batch, 3).path("state").asString()).isEqualTo("CANCELLED");
        assertThat(awaitItem(batch, 2, "CANCELLED").has("error")).isFalse();
        assertProblem(put(batch + "/items/3/audio", sample(GREETING)), 409, "item-not-awaited");
        assertThat(body(get(batch)).path("state").asString()).isEqualTo("OPEN");
        jobs.cancelled(running, token);
        awaitState(batch, "CANCELLED");
        assertThat(delete(batch).statusCode()).as("again is no error").isEqualTo(200);
    }

    @Test
    void an_upload_that_is_damaged_may_come_again_and_one_that_is_none_may_not() throws Exception {
        byte[] audio = sample(GREETING);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(audio));
        String batch = accepted(post("/batches", "[{\"sha256\":\"" + sha256 + "\"},{}]"));
        assertProblem(put(batch + "/items/1/audio", sample("5-call-price-stereo.wav")), 422, "digest-mismatch");
        assertProblem(put(batch + "/items/1/audio", new byte[0]), 422, "audio-empty");
        assertThat(item(batch, 1).path("state").asString()).isEqualTo("AWAITING_UPLOAD");
        assertThat(put(batch + "/items/1/audio", audio).statusCode()).isEqualTo(202);
        assertProblem(put(batch + "/items/1/audio", audio), 409, "item-not-awaited");
        assertProblem(put(batch + "/items/2/audio", NOISE), 422, "audio-unreadable");
        assertThat(item(batch, 2).path("state").asString()).isEqualTo("FAILED");
    }

    @Test
    void a_batch_that_is_sent_twice_with_a_key_is_made_once() throws Exception {
        String name = UUID.randomUUID().toString();
        HttpResponse<byte[]> first = post("/batches", "{\"items\":[{}]}", "Idempotency-Key", name);
        String batch = accepted(first);
        HttpResponse<byte[]> again = post("/batches", "{\"items\":[{}]}", "Idempotency-Key", name);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(rows("batch")).isEqualTo(1);
        assertProblem(post("/batches", "{\"items\":[{},{}]}", "Idempotency-Key", name), 422, "idempotency-key-reused");
        assertThat(body(get("/batches"))
                        .path("items")
                        .path(0)
                        .path("links")
                        .path("self")
                        .asString())
                .isEqualTo(batch);
    }

    @Test
    void what_was_transcribed_is_not_transcribed_again_if_asked() throws Exception {
        String batch = accepted(batch(new Multipart()
                .with("manifest", "{\"items\":[{\"part\":\"a\"}]}")
                .with("a", "a.wav", sample(GREETING))));
        work(awaitItem(batch, 1, "PROCESSING"));
        String again = accepted(batch(new Multipart()
                .with("manifest", "{\"reuse\":true,\"items\":[{\"part\":\"a\"}]}")
                .with("a", "a.wav", sample(GREETING))));
        JobId job = JobId.parse(awaitItem(again, 1, "PROCESSING").path("jobId").asString());
        assertThat(jobs.find(tenant, job).orElseThrow().attempts()).isZero();
        assertThat(jobs.page(tenant, null, JobKind.COACH, null, null, 10)).hasSize(2);
    }

    @Test
    void another_tenants_batches_are_not_there() throws Exception {
        String batch = accepted(post("/batches", "{\"items\":[{}]}"));
        key = keys.create("other-than-" + tenant, "test");
        assertProblem(get(batch), 404, "batch-unknown");
        assertProblem(get(batch + "/items"), 404, "batch-unknown");
        assertProblem(get(batch + "/items/1"), 404, "batch-unknown");
        assertProblem(put(batch + "/items/1/audio", sample(GREETING)), 404, "batch-unknown");
        assertProblem(delete(batch), 404, "batch-unknown");
        assertProblem(get("/batches?cursor=" + batch.substring(9)), 400, "request-invalid");
        assertProblem(get("/batches/nonsense"), 404, "batch-unknown");
        assertThat(body(get("/batches")).path("items").size()).isZero();
    }

    @Test
    void who_polls_and_has_it_already_is_told_so() throws Exception {
        String batch = accepted(post("/batches", "[{}]"));
        String tag = get(batch).headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> same = send(to(batch).header("If-None-Match", tag).GET());
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        delete(batch);
        assertThat(send(to(batch).header("If-None-Match", tag).GET()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void lists_are_by_reference_and_state() throws Exception {
        accepted(post("/batches?reference=x", "{\"items\":[{}]}"));
        String second = accepted(post("/batches?reference=y", "{\"reference\":\"z\",\"items\":[{}]}"));
        JsonNode listed = body(get("/batches?reference=z&state=OPEN")).path("items");
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.path(0).path("links").path("self").asString()).isEqualTo(second);
        assertThat(body(get("/batches?state=COMPLETED")).path("items").size()).isZero();
        assertThat(body(get("/batches?limit=1")).path("next").isString()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|items",
                "[]|no items",
                "{\"items\":[]}|no items",
                "{\"items\":[{}|not JSON",
                "{\"items\":[{}],\"priority\":11}|priority",
                "{\"items\":[{}],\"priority\":\"high\"}|priority",
                "{\"items\":[{}],\"reuse\":1}|reuse"
            })
    void what_is_wrong_with_the_whole_is_named(String manifest, String named) throws Exception {
        assertThat(assertProblem(post("/batches", manifest), 400, "request-invalid"))
                .contains(named);
        assertThat(rows("batch")).isZero();
    }

    @Test
    void what_is_no_batch_is_refused() throws Exception {
        assertProblem(csv("a,b\n\"open"), 400, "request-invalid");
        assertProblem(csv("a,a\n1,2\n"), 400, "request-invalid");
        assertProblem(csv(""), 400, "request-invalid");
        assertProblem(batch(new Multipart().with("note", "hello")), 400, "request-invalid");
        Multipart late =
                new Multipart().with("a", "a.wav", sample(GREETING)).with("manifest", "{\"items\":[{\"part\":\"a\"}]}");
        long blobsBefore = blobFiles();
        assertProblem(batch(late), 400, "request-invalid");
        assertThat(blobFiles()).isEqualTo(blobsBefore);
        assertProblem(post("/batches", "{\"callbackUrl\":\"http://10.0.0.1/\",\"items\":[{}]}"), 422, "url-refused");
        assertThat(rows("batch")).isZero();
    }
}
