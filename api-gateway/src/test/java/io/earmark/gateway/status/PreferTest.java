package io.earmark.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            quoteCharacter = '\'',
            value = {
                "none, false, 0, none",
                "respond-async, true, 0, respond-async",
                "'respond-async, wait=10', true, 10, 'respond-async, wait=10'",
                "'wait = \"7\"; x=1,RESPOND-ASYNC', true, 7, 'respond-async, wait=7'",
                "wait=3600, false, 60, wait=60",
                "wait=99999999999, false, 0, none",
                "wait=-1, false, 0, none",
                "wait=soon, false, 0, none",
                "await=5, false, 0, none"
            })
    void waiting_and_asynchrony_are_honoured_within_bounds(
            @org.jspecify.annotations.Nullable String header,
            boolean async,
            int seconds,
            @org.jspecify.annotations.Nullable String applied) {
        Prefer prefer = Prefer.of(header);
        assertThat(prefer.respondAsync()).isEqualTo(async);
        assertThat(prefer.patience()).hasSeconds(seconds);
        assertThat(prefer.applied().getFirst("Preference-Applied")).isEqualTo(applied);
    }
}
