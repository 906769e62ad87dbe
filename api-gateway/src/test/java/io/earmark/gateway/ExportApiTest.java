package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Speaker;
import io.earmark.call.Token;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import io.earmark.job.JobId;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExportApiTest extends GatewayServer {

    private static final Transcript TRANSCRIPT = new Transcript(
            5.1,
            "en-US",
            new Transcript.Engine("vosk", "tiny", "0.3.45"),
            List.of(new Speaker("S1", "agent", 0)),
            List.of(new Utterance(
                    0,
                    "S1",
                    0,
                    0.1,
                    1.5,
                    "um hubspot",
                    0.9,
                    List.of(new Word("um", 0.1, 0.5, 0.9), new Word("hubspot", 0.5, 1.5, 0.9, "hub spot")),
                    List.of(
                            new Token("Um,", 0, 1, 0.1, 0.5, true, null),
                            new Token("HubSpot.", 1, 2, 0.5, 1.5, false, "hub spot")))));

    private String call = "";

    @BeforeEach
    void transcribedCall() throws Exception {
        JsonNode accepted =
                body(upload(Multipart.of(sample("1-greeting.wav")).with("metadata", "{\"agent\":\"Sarah\"}")));
        call = "/calls/" + accepted.path("call").path("id").asString();
        JobId job = JobId.parse(accepted.path("job").path("id").asString());
        jobs.complete(job, claim(job), TRANSCRIPT, List.of());
    }

    @Test
    void json_has_the_words_as_heard_and_as_written() throws Exception {
        HttpResponse<byte[]> response = get(call + "/transcript");
        JsonNode said = body(response).path("utterances").path(0);
        assertThat(said.path("text").asString()).isEqualTo("um hubspot");
        assertThat(said.path("display").asString()).isEqualTo("Um, HubSpot.");
        assertThat(said.path("words").path(0).toString())
                .isEqualTo("{\"text\":\"um\",\"start\":0.1,\"end\":0.5,\"confidence\":0.9}");
        assertThat(said.path("words").path(1).path("original").asString()).isEqualTo("hub spot");
        assertThat(said.path("tokens").toString())
                .isEqualTo(
                        "[{\"text\":\"Um,\",\"words\":[0,1],\"start\":0.1,\"end\":0.5,\"filler\":true},"
                                + "{\"text\":\"HubSpot.\",\"words\":[1,2],\"start\":0.5,\"end\":1.5,\"original\":\"hub spot\"}]");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void accept_and_format_choose_the_form_and_the_file_is_named_after_the_recording() throws Exception {
        HttpResponse<byte[]> vtt = accepting(call + "/transcript", "text/vtt");
        assertThat(vtt.statusCode()).isEqualTo(200);
        assertThat(text(vtt)).startsWith("WEBVTT\n").contains("<v Sarah>Um, HubSpot.</v>");
        assertThat(vtt.headers().firstValue("Content-Type")).hasValue("text/vtt;charset=UTF-8");
        assertThat(vtt.headers().firstValue("Content-Disposition").orElse(""))
                .matches("attachment; filename=\".+-transcript\\.vtt\"");
        assertThat(vtt.headers().firstValue("Content-Language")).hasValue("en-US");
        assertThat(vtt.headers().allValues("Vary")).contains("Accept");

        HttpResponse<byte[]> srt = get(call + "/transcript?format=srt");
        assertThat(text(srt)).isEqualTo("1\n00:00:00,100 --> 00:00:01,500\nSarah: Um, HubSpot.\n\n");
        assertThat(srt.headers().firstValue("Content-Type")).hasValue("application/x-subrip;charset=UTF-8");
        assertThat(text(accepting(call + "/transcript", "text/plain"))).isEqualTo("[0:00:00] Sarah: Um, HubSpot.\n");
    }

    @Test
    void what_we_do_not_have_is_refused_as_a_problem_whatever_was_accepted() throws Exception {
        assertThat(assertProblem(get(call + "/transcript?format=docx"), 400, "request-invalid"))
                .isEqualTo("format must be json, txt, vtt or srt, not 'docx'.");
        assertThat(assertProblem(accepting(call + "/transcript", "application/pdf"), 406, "not-acceptable"))
                .contains("text/vtt");
        assertProblem(get(call + "/moments?format=xls"), 400, "request-invalid");
        assertProblem(accepting(call + "x/transcript", "text/vtt"), 404, "call-unknown");
        assertProblem(get(call + "/moments?format=csv"), 409, "result-not-ready");
    }

    private HttpResponse<byte[]> accepting(String path, String type) throws Exception {
        return send(to(path).header("Accept", type));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
