package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two calls: Ann sold to Acme with words about discounts and a next step, Bob to Bolt with words about rivals. */
class SearchApiTest extends GatewayServer {

    private String ann = "";
    private String bob = "";

    static Transcript transcript(String... utterances) {
        List<Utterance> said = new ArrayList<>();
        for (int i = 0; i < utterances.length; i++) {
            said.add(new Utterance(i, "s1", 0, i, i + 0.9, utterances[i], 0.9, List.of()));
        }
        return new Transcript(
                utterances.length,
                "en-US",
                new Transcript.Engine("vosk", "tiny", "0.3.45"),
                List.of(new Speaker("s1", "agent", 0)),
                said);
    }

    @BeforeEach
    void twoCalls() throws Exception {
        ann = call(
                "{\"agent\":\"Ann Lee\",\"customer\":\"Acme\",\"tags\":[\"emea\",\"renewal\"],\"startedAt\":\"2026-03-02T09:00:00Z\"}",
                "Thanks for coming.",
                "We could discount the plans.",
                "The discounted price holds until Friday & on.");
        Job coach = jobs.page(tenant, null, JobKind.COACH, null, null, 1).get(0);
        jobs.complete(coach.id(), claim(coach.id()), CallApiTest.coaching(), List.of());
        bob = call(
                "{\"agent\":\"Bob\",\"customer\":\"Bolt\",\"tags\":[\"emea\"],\"startedAt\":\"2026-03-09T09:00:00Z\"}",
                "They also talk to HubSpot.",
                "A fair price, no discount.");
    }

    private String call(String metadata, String... utterances) throws Exception {
        JsonNode accepted = body(upload(Multipart.of(sample("1-greeting.wav")).with("metadata", metadata)));
        JobId job = JobId.parse(accepted.path("job").path("id").asString());
        jobs.complete(job, claim(job), transcript(utterances), List.of());
        return Objects.requireNonNull(accepted.path("call").path("id").asString());
    }

    @Test
    void calls_are_found_by_who_took_part_by_tag_and_by_day() throws Exception {
        assertThat(found("")).containsExactly(bob, ann);
        assertThat(found("agent=ann+lee")).containsExactly(ann);
        assertThat(found("agent=Ann")).as("the whole name").isEmpty();
        assertThat(found("customer=BOLT")).containsExactly(bob);
        assertThat(found("tag=emea")).containsExactly(bob, ann);
        assertThat(found("tag=renewal")).containsExactly(ann);
        assertThat(found("from=2026-03-03")).containsExactly(bob);
        assertThat(found("until=2026-03-09T09:00:00Z")).containsExactly(ann);
        assertThat(found("from=2026-03-02&until=2026-03-10&tag=emea&agent=Bob")).containsExactly(bob);
    }

    @Test
    void calls_are_found_by_their_moments() throws Exception {
        assertThat(found("moment=next_step")).containsExactly(ann);
        assertThat(found("moment=price_objection")).isEmpty();
    }

    @Test
    void calls_are_found_by_what_was_said_in_any_inflection() throws Exception {
        assertThat(said("discounting")).containsExactly(bob, ann);
        assertThat(said("hubspot")).containsExactly(bob);
        assertThat(said("plan friday")).as("in different utterances").containsExactly(ann);
        assertThat(said("\"fair price\"")).containsExactly(bob);
        assertThat(said("price -hubspot")).containsExactly(ann);
        assertThat(said("friday or hubspot")).containsExactly(bob, ann);
        assertThat(said("agent")).as("a role is not speech").isEmpty();
        assertThat(said("the")).as("nothing but stop words").isEmpty();
        assertThat(said("' & ! | ( <-> \\")).isEmpty();
    }

    @Test
    void the_words_are_shown_where_they_were_said() throws Exception {
        JsonNode call =
                body(get("/calls?agent=Ann+Lee&q=discount")).path("items").path(0);
        assertThat(call.path("id").asString()).isEqualTo(ann);
        JsonNode said = call.path("said");
        assertThat(said.size()).isEqualTo(2);
        assertThat(said.path(0).path("utterance").asInt()).isEqualTo(1);
        assertThat(said.path(0).path("start").asDouble()).isEqualTo(1.0);
        JsonNode second = said.path(1);
        String text = second.path("text").asString();
        assertThat(text).isEqualTo("The discounted price holds until Friday & on.");
        JsonNode match = second.path("matches").path(0);
        assertThat(text.substring(match.path("from").asInt(), match.path("to").asInt()))
                .isEqualTo("discounted");
        assertThat(body(get("/calls")).path("items").path(0).has("said")).isFalse();
    }

    @Test
    void pages_go_on_where_the_last_ended() throws Exception {
        JsonNode first = body(get("/calls?tag=emea&limit=1"));
        assertThat(first.path("items").path(0).path("id").asString()).isEqualTo(bob);
        JsonNode second =
                body(get("/calls?tag=emea&limit=1&cursor=" + first.path("next").asString()));
        assertThat(second.path("items").path(0).path("id").asString()).isEqualTo(ann);
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void what_cannot_be_looked_for_is_refused() throws Exception {
        assertThat(assertProblem(get("/calls?from=yesterday"), 400, "request-invalid"))
                .contains("2026-03-02");
        assertProblem(get("/calls?until=2026-02-31"), 400, "request-invalid");
        assertProblem(get("/calls?q=%00"), 400, "request-invalid");
        assertProblem(get("/calls?agent=" + "x".repeat(1_001)), 400, "request-invalid");
    }

    private List<String> said(String words) throws Exception {
        return found("q=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
    }

    private List<String> found(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        body(get("/calls?" + query))
                .path("items")
                .forEach(call -> ids.add(call.path("id").asString()));
        return ids;
    }
}
