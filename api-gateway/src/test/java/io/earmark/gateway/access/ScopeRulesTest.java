package io.earmark.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules by themselves; {@code EveryEndpointTest} holds every endpoint there is to them. */
class ScopeRulesTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /jobs/{id}, READ",
        "HEAD, /jobs, READ",
        "POST, /transcribe, SUBMIT",
        "DELETE, /jobs/{id}, SUBMIT",
        "POST, /jobs/{id}/retry, OPERATE",
        "GET, /dead-letters, OPERATE",
        "GET, /keys, ADMIN",
        "GET, /keys/{id}, ADMIN",
        "GET, /webhooks/{id}/keys, ADMIN",
        "POST, /a-new-thing, ADMIN",
        "DELETE, /calls/{id}, ADMIN",
        "BREW, /jobs, ADMIN"
    })
    void a_request_needs_the_scope_of_the_first_line_that_fits_and_a_forgotten_change_needs_admin(
            String method, String path, Scope scope) {
        assertThat(ScopeRules.needed(method, path)).isEqualTo(scope);
    }
}
