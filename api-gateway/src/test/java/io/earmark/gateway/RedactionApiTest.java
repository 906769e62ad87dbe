package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.blob.BlobRef;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.Redacted;
import io.earmark.call.Redacted.Mask;
import io.earmark.call.Sensitive;
import io.earmark.call.Transcript;
import io.earmark.job.JobId;
import io.earmark.job.JobState;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Of a call that is redacted nothing is served but the copy. */
class RedactionApiTest extends GatewayServer {

    private static final String REDACT = "{\"redact\":[\"card\",\"phone\"]}";
    private static final byte[] COPY = "bleeped".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Test
    void the_recording_is_served_as_its_redacted_copy_and_not_before_that_is_there() throws Exception {
        Submitted call = submitted(REDACT);
        assertThat(assertProblem(get(call.path() + "/audio"), 409, "result-not-ready"))
                .contains("/jobs/" + call.job());

        complete(call, redacted());
        HttpResponse<byte[]> audio = get(call.path() + "/audio");
        assertThat(audio.body()).isEqualTo(COPY);
        assertThat(audio.headers().firstValue("Content-Type")).hasValue("audio/flac");
        HttpResponse<byte[]> part = send(to(call.path() + "/audio").header("Range", "bytes=0-2"));
        assertThat(part.body()).containsExactly('b', 'l', 'e');

        JsonNode transcript = body(get(call.path() + "/transcript")).path("redacted");
        assertThat(transcript.path("kinds")).extracting(JsonNode::asString).containsExactly("card", "phone");
        assertThat(transcript.path("masks").path(0).path("kind").asString()).isEqualTo("card");
        assertThat(transcript.path("masks").path(0).path("start").asDouble()).isEqualTo(0.5);
        assertThat(transcript.toString()).as("where the copy lies").doesNotContain("audio");
    }

    @Test
    void what_a_worker_of_before_transcribed_whole_is_not_served() throws Exception {
        Submitted call = submitted(REDACT);
        complete(call, null);
        for (String part : List.of("/audio", "/transcript", "/transcript?format=txt", "/transcript?format=vtt")) {
            assertProblem(get(call.path() + part), 409, "redaction-missing");
        }
    }

    @Test
    void a_tenants_rule_holds_for_all_of_its_calls() throws Exception {
        key = keys.create("regulated", "test");
        JsonNode metadata = metadata(upload(Multipart.of(sample("1-greeting.wav"))));
        assertThat(metadata.path("redact")).extracting(JsonNode::asString).containsExactly("card", "ssn");
        assertThat(metadata.path("original").asString()).isEqualTo("drop");
        Multipart more = Multipart.of(sample("1-greeting.wav"))
                .with("metadata", "{\"redact\":[\"email\",\"card\"],\"original\":\"keep\"}");
        JsonNode both = metadata(upload(more));
        assertThat(both.path("redact")).extracting(JsonNode::asString).containsExactly("email", "card", "ssn");
        assertThat(both.path("original").asString())
                .as("a call cannot take it back")
                .isEqualTo("drop");
    }

    @Test
    void what_cannot_be_redacted_is_refused() throws Exception {
        for (String metadata : List.of(
                "{\"redact\":[\"names\"]}",
                "{\"redact\":\"card\"}",
                "{\"redact\":[\"card\"],\"original\":\"burn\"}",
                "{\"original\":\"drop\"}")) {
            Multipart asked = Multipart.of(sample("1-greeting.wav")).with("metadata", metadata);
            assertThat(assertProblem(upload(asked), 400, "request-invalid")).contains("metadata.");
        }
    }

    @Test
    void its_transcript_is_not_reused_and_it_does_not_reuse_one() throws Exception {
        complete(submitted("{}"), null);
        assertThat(reusing(REDACT)).isEqualTo(JobState.QUEUED);
        assertThat(reusing("{}")).isEqualTo(JobState.SUCCEEDED);

        key = keys.create(tenant + "-other", "test");
        complete(submitted(REDACT), redacted());
        assertThat(reusing("{}")).isEqualTo(JobState.QUEUED);
        assertThat(reusing(REDACT)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_recording_that_is_to_be_dropped_is_nobodys_once_its_copy_is_there() throws Exception {
        Submitted kept = submitted(REDACT);
        Submitted dropped = submitted("{\"redact\":[\"card\"],\"original\":\"drop\"}");
        String original = audio(dropped);
        assertThat(jobs.referenced(List.of(original, audio(kept)))).hasSize(2);
        Redacted copy = redacted();
        complete(dropped, copy);
        complete(kept, redacted());
        assertThat(jobs.referenced(List.of(original, audio(kept), copy.audio().key())))
                .containsExactlyInAnyOrder(audio(kept), copy.audio().key());
    }

    private record Submitted(String call, JobId job) {

        String path() {
            return "/calls/" + call;
        }
    }

    private Submitted submitted(String metadata) throws Exception {
        JsonNode accepted = body(upload(Multipart.of(sample("1-greeting.wav")).with("metadata", metadata)));
        return new Submitted(
                accepted.path("call").path("id").asString(),
                JobId.parse(accepted.path("job").path("id").asString()));
    }

    private String audio(Submitted submitted) {
        Call call = calls.find(CallId.parse(submitted.call())).orElseThrow();
        return call.audio().key();
    }

    private JsonNode metadata(HttpResponse<byte[]> accepted) {
        return body(accepted).path("call").path("metadata");
    }

    private JobState reusing(String metadata) throws Exception {
        Multipart body = Multipart.of(sample("1-greeting.wav")).with("metadata", metadata);
        HttpResponse<byte[]> response = send(to("/transcribe?reuse=true")
                .header("Content-Type", body.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes())));
        return JobState.valueOf(body(response).path("job").path("state").asString());
    }

    private Redacted redacted() throws Exception {
        BlobRef copy = blobs.write(new ByteArrayInputStream(COPY), 100);
        return new Redacted(List.of(new Mask(Sensitive.CARD, 0, 0.5, 1.5)), copy, "audio/flac");
    }

    private void complete(Submitted call, @Nullable Redacted redacted) {
        Transcript transcript = new Transcript(
                3.2, "en-US", new Transcript.Engine("vosk", "of " + tenant, "0.3.45"), List.of(), List.of(), redacted);
        assertThat(jobs.complete(call.job(), claim(call.job()), transcript, List.of()))
                .isTrue();
    }
}
