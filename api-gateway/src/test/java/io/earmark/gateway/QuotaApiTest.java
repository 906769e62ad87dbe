package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Limits and quotas of keys over HTTP. */
@TestPropertySource(properties = {"earmark.access.rate.requests=12", "earmark.access.rate.window=1d"})
class QuotaApiTest extends GatewayServer {

    private static final String HELLO = "{\"text\":\"Hello.\"}";

    @Test
    void who_asks_too_often_is_refused_before_anything_is_done() throws Exception {
        HttpResponse<byte[]> first = get("/jobs");
        assertThat(first.headers().firstValue("RateLimit-Policy")).hasValue("\"requests\";q=12;w=86400");
        assertThat(first.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"requests\";r=11;t=");
        for (int i = 1; i < 12; i++) {
            assertThat(get("/jobs").statusCode()).isEqualTo(200);
        }
        HttpResponse<byte[]> refused = post("/speak", HELLO);
        assertProblem(refused, 429, "rate-limit-exceeded");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 7200L);
        assertThat(refused.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"requests\";r=0;t=");
        assertThat(rows("job")).isZero();
        assertProblem(upload(Multipart.of(sample("5-call-price-stereo.wav"))), 429, "rate-limit-exceeded");
        key = keys.create(tenant, "another key has its own");
        assertThat(get("/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void a_days_quota_counts_what_was_taken_in_and_nothing_else() throws Exception {
        key = limited(2);
        HttpResponse<byte[]> first = post("/speak", HELLO, "Idempotency-Key", "\"one\"");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().allValues("RateLimit-Policy")).contains("\"submissions\";q=2;w=86400");
        assertThat(first.headers().allValues("RateLimit"))
                .anySatisfy(left -> assertThat(left).matches("\"submissions\";r=1;t=\\d{1,5}"));
        assertThat(post("/speak", HELLO, "Idempotency-Key", "\"one\"").statusCode())
                .as("the same again")
                .isEqualTo(202);
        assertProblem(post("/speak", "{}"), 400, "request-invalid");
        assertThat(post("/speak", HELLO, "Prefer", "wait=1").statusCode()).isEqualTo(202);

        HttpResponse<byte[]> refused = post("/speak", HELLO);
        assertProblem(refused, 429, "quota-exhausted");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 86_400L);
        assertThat(rows("job")).isEqualTo(2);
        assertThat(post("/speak", HELLO, "Idempotency-Key", "\"one\"").statusCode())
                .as("what was answered before costs nothing")
                .isEqualTo(202);
        assertThat(get("/jobs").statusCode()).as("looking is not handing in").isEqualTo(200);
    }

    @Test
    void each_item_of_a_batch_counts_and_all_or_none_of_them() throws Exception {
        key = limited(4);
        HttpResponse<byte[]> first = post("/batches", "[{},{},{\"sha256\":\"no\"}]", "Idempotency-Key", "\"batch\"");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().allValues("RateLimit"))
                .anySatisfy(left -> assertThat(left).matches("\"submissions\";r=2;t=\\d{1,5}"));
        assertProblem(post("/batches", "[{},{},{}]"), 429, "quota-exhausted");
        assertProblem(post("/batches", "[{},{},{},{},{}]"), 429, "quota-exhausted");
        assertThat(post("/batches", "[{},{},{\"sha256\":\"no\"}]", "Idempotency-Key", "\"batch\"")
                        .statusCode())
                .as("the same again")
                .isEqualTo(202);
        assertProblem(post("/batches", "{}"), 400, "request-invalid");
        assertThat(rows("batch")).isEqualTo(1);
        assertThat(post("/batches", "[{},{}]").statusCode()).isEqualTo(202);
        assertProblem(post("/speak", HELLO), 429, "quota-exhausted");
    }

    @Test
    void what_is_handed_in_at_the_same_time_does_not_pass_the_quota() throws Exception {
        key = limited(3);
        List<Integer> answers = IntStream.range(0, 10)
                .parallel()
                .mapToObj(i -> {
                    try {
                        return post("/speak", HELLO).statusCode();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(answers).filteredOn(status -> status == 202).hasSize(3);
        assertThat(answers).filteredOn(status -> status == 429).hasSize(7);
        assertThat(rows("job")).isEqualTo(3);
    }

    private String limited(int submissions) throws Exception {
        return body(post(
                        "/keys",
                        "{\"name\":\"limited\",\"scopes\":[\"submit\",\"read\"],\"submissionsPerDay\":" + submissions
                                + "}"))
                .path("secret")
                .asString();
    }
}
