package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Transcript;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.Warning;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReuseApiTest extends GatewayServer {

    private final Transcript transcript =
            new Transcript(3.2, "en-US", new Transcript.Engine("vosk", "of " + tenant, "0.3.45"), List.of(), List.of());

    @Test
    void a_recording_that_was_transcribed_is_not_transcribed_again_if_asked() throws Exception {
        byte[] audio = sample("1-greeting.wav");
        JsonNode first = body(upload(Multipart.of(audio)));
        JobId done = JobId.parse(first.path("job").path("id").asString());
        jobs.complete(done, claim(done), transcript, List.of(new Warning("rough-model", "It is rough.")));

        HttpResponse<byte[]> response = reuse(Multipart.of(audio).with("metadata", "{\"agent\":\"Sam\"}"), "true");
        assertThat(response.statusCode()).isEqualTo(202);
        JsonNode job = body(response).path("job");
        assertThat(job.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(job.path("attempts").asInt()).isZero();
        assertThat(job.path("warnings").path(0).path("type").asString()).isEqualTo("rough-model");
        assertThat(job.path("warnings").path(1).path("type").asString()).isEqualTo("transcript-reused");
        assertThat(job.path("warnings").path(1).path("detail").asString())
                .contains(first.path("call").path("id").asString());
        String call = "/calls/" + body(response).path("call").path("id").asString();
        assertThat(body(get(call + "/transcript")).path("engine").path("model").asString())
                .isEqualTo("of " + tenant);
        assertThat(jobs.page(tenant, null, JobKind.COACH, null, null, 10)).hasSize(2);
        assertThat(jobs.claim(JobId.parse(job.path("id").asString()), "w", LEASE))
                .isEmpty();

        JsonNode third = body(reuse(Multipart.of(audio), "true")).path("job");
        assertThat(third.path("warnings")).as("said once").hasSize(2);
    }

    @Test
    void without_being_asked_or_with_other_roles_it_is() throws Exception {
        byte[] audio = sample("1-greeting.wav");
        JobId done = JobId.parse(
                body(upload(Multipart.of(audio))).path("job").path("id").asString());
        jobs.complete(done, claim(done), transcript, List.of());
        assertThat(body(reuse(Multipart.of(audio), "false"))
                        .path("job")
                        .path("state")
                        .asString())
                .isEqualTo("QUEUED");
        Multipart swapped = Multipart.of(audio).with("metadata", "{\"channels\":{\"left\":\"customer\"}}");
        assertThat(body(reuse(swapped, "true")).path("job").path("state").asString())
                .isEqualTo("QUEUED");
        assertThat(assertProblem(reuse(Multipart.of(audio), "maybe"), 400, "request-invalid"))
                .contains("true or false");
    }

    private HttpResponse<byte[]> reuse(Multipart body, String reuse) throws Exception {
        return send(to("/transcribe?reuse=" + reuse)
                .header("Content-Type", body.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes())));
    }
}
