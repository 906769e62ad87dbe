package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.CallId;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.Warning;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whoever has an answer already gets 304, and 200 as soon as it is another. */
class ConditionalApiTest extends GatewayServer {

    private JobId job = JobId.of(Instant.EPOCH);
    private String call = "";

    @BeforeEach
    void upload() throws Exception {
        JsonNode accepted = body(upload(Multipart.of(sample("1-greeting.wav"))));
        job = JobId.parse(accepted.path("job").path("id").asString());
        call = "/calls/" + accepted.path("call").path("id").asString();
    }

    @Test
    void a_poll_is_304_until_the_job_stands_otherwise() throws Exception {
        String path = "/jobs/" + job;
        String waiting = unchanged(path);
        long token = claim(job);
        String running = changed(path, waiting);
        jobs.keep(job, token, LEASE, 0, null);
        assertThat(unchanged(path)).as("a heartbeat alone changes nothing").isEqualTo(running);
        jobs.keep(job, token, LEASE, 0.4, "decoding");
        String farther = changed(path, running);
        jobs.complete(job, token, TRANSCRIPT, List.of());
        changed(path, farther);
    }

    @Test
    void a_call_is_known_by_its_tag() throws Exception {
        String mine = unchanged(call);
        assertThat(get(call + "/audio").headers().firstValue("ETag")).isNotEqualTo(mine);
    }

    @Test
    void a_transcript_is_304_until_a_result_or_a_warning_comes() throws Exception {
        String path = call + "/transcript";
        assertThat(get(path).headers().firstValue("ETag")).as("of an error").isEmpty();
        jobs.complete(job, claim(job), TRANSCRIPT, List.of());
        String plain = unchanged(path);
        assertThat(unchanged(path + "?format=vtt")).as("another form").isNotEqualTo(plain);

        JobId coach = coach();
        jobs.complete(coach, claim(coach), CallApiTest.coaching(), List.of());
        String felt = changed(path, plain);
        jdbc.sql("update job set warnings = cast(:warnings as jsonb) where id = :id")
                .param("warnings", json.writeValueAsString(List.of(new Warning("late", "It came late."))))
                .param("id", job.value())
                .update();
        changed(path, felt);
    }

    @Test
    void moments_are_known_by_their_form() throws Exception {
        jobs.complete(job, claim(job), TRANSCRIPT, List.of());
        assertProblem(get(call + "/moments"), 409, "result-not-ready");
        JobId coach = coach();
        jobs.complete(coach, claim(coach), CallApiTest.coaching(), List.of());
        String object = unchanged(call + "/moments");
        String table = unchanged(call + "/moments?format=csv");
        assertThat(table).isNotEqualTo(object);
        assertThat(conditional(call + "/moments", table).statusCode()).isEqualTo(200);
    }

    /** Gives the tag of what is there, having seen that who knows it gets 304. */
    private String unchanged(String path) throws Exception {
        HttpResponse<byte[]> whole = get(path);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Cache-Control")).hasValue("no-cache, private");
        assertThat(whole.headers().allValues("ETag")).hasSize(1);
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag)) {
            HttpResponse<byte[]> again = conditional(path, known);
            assertThat(again.statusCode()).as(known).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().allValues("ETag")).containsExactly(tag);
        }
        return tag;
    }

    /** Gives the new tag. */
    private String changed(String path, String before) throws Exception {
        HttpResponse<byte[]> answer = conditional(path, before);
        assertThat(answer.statusCode()).isEqualTo(200);
        String tag = unchanged(path);
        assertThat(tag).isNotEqualTo(before);
        return tag;
    }

    private HttpResponse<byte[]> conditional(String path, String tags) throws Exception {
        return send(to(path).header("If-None-Match", tags));
    }

    private JobId coach() {
        CallId of = CallId.parse(call.substring("/calls/".length()));
        return jobs.page(tenant, null, JobKind.COACH, of, null, 1).get(0).id();
    }
}
