package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BacklogApiTest extends GatewayServer {

    private static final int MOST = 12;

    @Test
    void a_tenant_with_enough_waiting_is_refused_and_others_are_not() throws Exception {
        fill();
        HttpResponse<byte[]> refused = post("/speak", "{\"text\":\"Hello.\"}");
        assertThat(assertProblem(refused, 429, "tenant-backlog-full")).contains("12 jobs");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("10");
        assertProblem(post("/replay", "{}"), 429, "tenant-backlog-full");
        assertThat(rows("job")).isEqualTo(MOST);

        String full = key;
        key = keys.create("other-than-" + tenant, "test");
        assertThat(post("/speak", "{\"text\":\"Hello.\"}").statusCode()).isEqualTo(202);
        key = full;
        jdbc.sql("delete from job where tenant = :tenant")
                .param("tenant", tenant)
                .update();
        await("the next count")
                .until(() -> post("/speak", "{\"text\":\"Hello.\"}").statusCode() == 202);
    }

    /** The body is never sent: whoever answered only after reading it would not answer at all. */
    @Test
    void the_refusal_comes_before_the_body() throws Exception {
        fill();
        assertThat(answerToHeaders("Content-Length: 1000000\r\n")).startsWith("HTTP/1.1 429");
        assertThat(answerToHeaders("Content-Length: 1000000\r\nExpect: 100-continue\r\n"))
                .as("without being told to go on")
                .startsWith("HTTP/1.1 429");
        assertThat(answerToHeaders("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n"))
                .startsWith("HTTP/1.1 429");
    }

    @Test
    void a_client_that_asks_first_is_told_to_go_on_if_there_is_room() throws Exception {
        assertThat(answerToHeaders("Content-Length: 1000000\r\nExpect: 100-continue\r\n"))
                .startsWith("HTTP/1.1 100");
    }

    @Test
    void an_answer_that_was_given_is_given_again_however_much_waits() throws Exception {
        String name = UUID.randomUUID().toString();
        HttpResponse<byte[]> first = post("/speak", "{\"text\":\"Hello.\"}", "Idempotency-Key", name);
        fill();
        HttpResponse<byte[]> again = post("/speak", "{\"text\":\"Hello.\"}", "Idempotency-Key", name);
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        String fresh = UUID.randomUUID().toString();
        assertProblem(post("/speak", "{\"text\":\"Hello.\"}", "Idempotency-Key", fresh), 429, "tenant-backlog-full");
        assertThat(rows("idempotency_key")).as("the refused one is free").isEqualTo(1);
    }

    private void fill() throws Exception {
        while (rows("job") < MOST) {
            assertThat(post("/speak", "{\"text\":\"Hello.\"}").statusCode()).isEqualTo(202);
        }
    }

    /** The first line of it. */
    private String answerToHeaders(String framing) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            String headers = "POST /transcribe HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                    + "\r\nContent-Type: multipart/form-data; boundary=b\r\n" + framing + "\r\n";
            socket.getOutputStream().write(headers.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
