package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client says of its bytes is held against those that arrive. */
class DigestApiTest extends GatewayServer {

    private byte[] audio = {};
    private long blobsBefore;

    @BeforeEach
    void read() throws Exception {
        audio = sample("1-greeting.wav");
        blobsBefore = blobFiles();
    }

    @AfterEach
    void what_was_refused_left_nothing() throws Exception {
        assertThat(rows("job")).isEqualTo(rows("call"));
        assertThat(blobFiles() - blobsBefore).isEqualTo(rows("call"));
    }

    @Test
    void a_recording_that_is_what_was_announced_is_taken_in_whichever_way_that_was_said() throws Exception {
        String hex = HexFormat.of().formatHex(sha256(audio));
        assertAccepted(upload(Multipart.of(audio).with("sha256", hex)));
        assertAccepted(upload(new Multipart()
                .with("sha256", hex.toUpperCase(Locale.ROOT) + "\n")
                .with("audio", "a", audio)));
        for (String name : new String[] {"Content-Digest", "repr-digest"}) {
            String header =
                    name + ": sha-512=:" + base64(new byte[64]) + ":, " + "sha-256=:" + base64(sha256(audio)) + ":";
            assertAccepted(upload(new Multipart().withHeader("audio", "a.wav", header, audio)));
        }
        Multipart body = Multipart.of(audio);
        assertAccepted(upload(body, "Content-Digest", "sha-256=:" + base64(sha256(body.bytes())) + ":"));
    }

    @Test
    void another_recording_is_refused_and_both_digests_are_named() throws Exception {
        byte[] other = audio.clone();
        other[audio.length / 2] ^= 1;
        String hex = HexFormat.of().formatHex(sha256(audio));
        String arrived = HexFormat.of().formatHex(sha256(other));
        HttpResponse<byte[]> field = upload(Multipart.of(other).with("sha256", hex));
        assertThat(assertProblem(field, 422, "digest-mismatch")).contains("field sha256", hex, arrived);

        String header = "Content-Digest: sha-256=:" + base64(sha256(audio)) + ":";
        HttpResponse<byte[]> part = upload(new Multipart().withHeader("audio", "a.wav", header, other));
        assertThat(assertProblem(part, 422, "digest-mismatch")).contains("Content-Digest", hex, arrived);
    }

    /** A request's own header tells of the whole body, and so the recording's digest does not fit there. */
    @Test
    void a_body_that_is_not_what_its_header_says_is_refused() throws Exception {
        HttpResponse<byte[]> refused =
                upload(Multipart.of(audio), "Content-Digest", "sha-256=:" + base64(sha256(audio)) + ":");
        assertProblem(refused, 422, "digest-mismatch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha-256=:AAAA:",
                "sha-256=AAAA",
                "sha-256",
                "sha-256=:not base64:",
                "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:,,",
                "junk"
            })
    void a_digest_that_is_none_is_refused(String header) throws Exception {
        HttpResponse<byte[]> part =
                upload(new Multipart().withHeader("audio", "a.wav", "Content-Digest: " + header, audio));
        assertThat(assertProblem(part, 400, "request-invalid")).contains("Content-Digest", "RFC 9530");
        assertThat(assertProblem(upload(Multipart.of(audio).with("sha256", header)), 400, "request-invalid"))
                .contains("64 hexadecimal digits");
    }

    @Test
    void other_algorithms_than_ours_are_passed_over() throws Exception {
        assertAccepted(upload(
                new Multipart().withHeader("audio", "a.wav", "Content-Digest: md5=:AAAA:;x=1, unixsum=:AA==:", audio)));
    }

    private void assertAccepted(HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(202);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
