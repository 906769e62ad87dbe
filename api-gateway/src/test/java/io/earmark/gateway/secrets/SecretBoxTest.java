package io.earmark.gateway.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.gateway.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {

    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String OTHER = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHiA=";
    private static final byte[] SECRET = "whsec".getBytes(StandardCharsets.UTF_8);

    private static SecretBox box(@Nullable String key, String... formerly) {
        return new SecretBox(new SecretsSettings(key, List.of(formerly)));
    }

    @Test
    void what_was_sealed_opens_again_and_is_not_to_be_read_before() {
        SecretBox box = box(KEY);
        byte[] sealed = box.seal(SECRET, "row-1");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("whsec");
        assertThat(box.open(sealed, "row-1")).isEqualTo(SECRET);
        assertThat(box.seal(SECRET, "row-1")).as("another nonce").isNotEqualTo(sealed);
    }

    @Test
    void a_box_does_not_open_in_another_row_or_when_it_was_changed() {
        SecretBox box = box(KEY);
        byte[] sealed = box.seal(SECRET, "row-1");
        assertThatThrownBy(() -> box.open(sealed, "row-2")).isInstanceOf(IllegalStateException.class);
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> box.open(sealed, "row-1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> box.open(new byte[3], "row-1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void after_a_change_of_keys_the_old_ones_still_open() {
        byte[] sealed = box(KEY).seal(SECRET, "row-1");
        assertThat(box(OTHER, KEY).open(sealed, "row-1")).isEqualTo(SECRET);
        assertThatThrownBy(() -> box(OTHER).open(sealed, "row-1")).hasMessageContaining("earmark.secrets.formerly");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void without_a_key_it_says_what_to_set(@Nullable String none) {
        assertThatThrownBy(box(none)::requireKey)
                .isInstanceOf(Problem.class)
                .hasMessageContaining("earmark.secrets.key")
                .hasMessageContaining("openssl rand -hex 32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g", "AAEC"})
    void a_key_of_another_length_stops_the_start(String key) {
        assertThatThrownBy(() -> box(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256 bits")
                .hasMessageNotContaining(key);
    }
}
