package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.CallId;
import io.earmark.call.Coaching;
import io.earmark.call.Metrics;
import io.earmark.call.Moment;
import io.earmark.call.Sentiment;
import io.earmark.job.Failure;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import io.earmark.job.Warning;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CallApiTest extends GatewayServer {

    @Test
    void a_recording_is_given_back_whole_and_in_ranges() throws Exception {
        byte[] audio = sample("1-greeting.wav");
        String call = "/calls/" + uploaded().path("call").path("id").asString();
        HttpResponse<byte[]> whole = get(call + "/audio");
        assertThat(whole.body()).isEqualTo(audio);
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("audio/wav");

        HttpResponse<byte[]> part = send(to(call + "/audio").header("Range", "bytes=100-199"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 100-199/" + audio.length);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(audio, 100, 200));
        HttpResponse<byte[]> beyond = send(to(call + "/audio").header("Range", "bytes=" + audio.length + "-"));
        assertThat(beyond.statusCode()).isEqualTo(416);
    }

    @Test
    void transcript_and_moments_come_when_their_jobs_are_done() throws Exception {
        JsonNode accepted = uploaded();
        String call = "/calls/" + accepted.path("call").path("id").asString();
        JobId job = JobId.parse(accepted.path("job").path("id").asString());
        assertThat(assertProblem(get(call + "/transcript"), 409, "result-not-ready"))
                .contains("poll /jobs/" + job);
        assertThat(assertProblem(get(call + "/moments"), 409, "result-not-ready"))
                .contains("poll /jobs/" + job);

        Warning warning = new Warning("tiny-model", "The tiny model was used.");
        jobs.complete(job, claim(job), TRANSCRIPT, List.of(warning));
        JsonNode plain = body(get(call + "/transcript"));
        assertThat(plain.path("utterances").path(0).path("text").asString()).isEqualTo("hello");
        assertThat(plain.path("utterances").path(0).path("sentiment").isNull()).isTrue();
        assertThat(plain.path("warnings").path(0).path("type").asString()).isEqualTo("tiny-model");
        JobId coach = coachOf(job);
        assertThat(assertProblem(get(call + "/moments"), 409, "result-not-ready"))
                .contains("poll /jobs/" + coach);
        assertProblem(replay(call, null), 409, "result-not-ready");

        jobs.complete(coach, claim(coach), coaching(), List.of());
        JsonNode felt = body(get(call + "/transcript"));
        assertThat(felt.path("utterances")
                        .path(0)
                        .path("sentiment")
                        .path("label")
                        .asString())
                .isEqualTo("positive");
        JsonNode moments = body(get(call + "/moments"));
        assertThat(moments.path("moments").path(0).path("id").asString()).isEqualTo("m1");
        assertThat(moments.path("metrics").path("silenceSeconds").asDouble()).isEqualTo(2.2);
        assertThat(replay(call, null).statusCode()).isEqualTo(202);
        assertThat(replay(call, "m1").statusCode()).isEqualTo(202);
        assertProblem(replay(call, "m9"), 404, "moment-unknown");
    }

    @Test
    void a_result_that_will_not_come_is_not_called_pending() throws Exception {
        JsonNode accepted = uploaded();
        JobId job = JobId.parse(accepted.path("job").path("id").asString());
        jobs.fail(job, claim(job), new Failure("crash", "It crashed", "The engine crashed."), true);
        String call = "/calls/" + accepted.path("call").path("id").asString();
        assertThat(assertProblem(get(call + "/transcript"), 409, "result-not-ready"))
                .contains("FAILED", "/jobs/" + job + "/retry");
    }

    @Test
    void calls_are_listed_page_by_page() throws Exception {
        String first = uploaded().path("call").path("id").asString();
        String second = uploaded().path("call").path("id").asString();
        JsonNode page = body(get("/calls?limit=1"));
        assertThat(page.path("items").path(0).path("id").asString()).isEqualTo(second);
        JsonNode rest = body(get("/calls?limit=1&cursor=" + page.path("next").asString()));
        assertThat(rest.path("items").path(0).path("id").asString()).isEqualTo(first);
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @Test
    void another_tenants_call_is_unknown_and_so_is_what_is_no_id() throws Exception {
        String call = "/calls/" + uploaded().path("call").path("id").asString();
        key = keys.create("rival-of-" + tenant, "test");
        for (String path : List.of(call, "/calls/" + CallId.random(), "/calls/nonsense")) {
            for (String part : List.of("", "/audio", "/transcript", "/moments")) {
                assertProblem(get(path + part), 404, "call-unknown");
            }
            assertProblem(replay(path, null), 404, "call-unknown");
        }
        assertProblem(post("/replay", "{}"), 400, "request-invalid");
    }

    private JsonNode uploaded() throws Exception {
        return body(upload(Multipart.of(sample("1-greeting.wav"))));
    }

    private HttpResponse<byte[]> replay(String call, @org.jspecify.annotations.Nullable String moment)
            throws Exception {
        String id = call.substring("/calls/".length());
        return post(
                "/replay",
                "{\"callId\":\"" + id + "\"" + (moment == null ? "" : ",\"momentId\":\"" + moment + "\"") + "}");
    }

    private JobId coachOf(JobId transcription) {
        CallId call = jobs.find(tenant, transcription).orElseThrow().callId();
        return jobs.page(tenant, null, JobKind.COACH, call, null, 1).get(0).id();
    }

    /** One moment, positive. */
    static Coaching coaching() {
        Moment moment = new Moment(
                "m1", "next_step", 0.8, "s1", 0.1, 1.0, "hello", List.of(0), "Somebody said it.", "Say it again.");
        Metrics metrics = new Metrics(
                Map.of("s1", 1.0),
                Map.of("s1", 0.9),
                Map.of("s1", 0.9),
                Map.of("s1", 0),
                Map.of("s1", 0),
                Map.of("s1", 66.0),
                Map.of("s1", 0),
                2.2,
                0,
                1,
                0,
                Map.of("s1", 0.0));
        return new Coaching(List.of(moment), metrics, List.of(new Sentiment("positive", 0.6)));
    }
}
