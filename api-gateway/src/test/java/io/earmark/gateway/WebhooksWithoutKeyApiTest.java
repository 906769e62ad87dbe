package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A server whose operator has set no key for secrets: everything else works, and what does not says what to set. */
class WebhooksWithoutKeyApiTest extends GatewayServer {

    @Test
    void webhooks_say_what_to_set_and_nothing_is_accepted_that_could_not_be_signed() throws Exception {
        String detail =
                assertProblem(post("/webhooks", "{\"url\":\"https://example.com/\"}"), 503, "secrets-key-unset");
        assertThat(detail).contains("earmark.secrets.key", "openssl rand -hex 32");
        assertProblem(get("/webhook-keys"), 503, "secrets-key-unset");
        assertProblem(
                post("/speak", "{\"text\":\"Hello.\",\"callbackUrl\":\"https://example.com/\"}"),
                503,
                "secrets-key-unset");
        assertThat(rows("job")).isZero();
        assertThat(body(get("/webhooks")).path("items").size()).isZero();
        assertThat(post("/speak", "{\"text\":\"Hello.\"}").statusCode()).isEqualTo(202);
    }
}
