package io.earmark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;

class JobMessageCodecTest {

    private static final String ID = "7b1f3a52-9f6e-4d58-a1c5-6f0f3c0f2f10";

    @Test
    void what_is_written_is_read_and_survives_a_restart_of_the_broker() {
        JobMessage message = new JobMessage(JobId.of(Instant.EPOCH), JobKind.REPLAY);
        Message encoded = JobMessageCodec.encode(message);
        assertThat(JobMessageCodec.decode(encoded.getBody())).isEqualTo(message);
        assertThat(encoded.getMessageProperties().getDeliveryMode()).isEqualTo(MessageDeliveryMode.PERSISTENT);
    }

    @Test
    void several_jobs_go_in_one_message_in_their_order() {
        List<JobId> ids = Stream.generate(() -> JobId.of(Instant.EPOCH))
                .limit(JobMessage.MOST_MORE + 1)
                .toList();
        byte[] body = JobMessageCodec.encode(JobMessage.of(ids, JobKind.COACH)).getBody();
        assertThat(JobMessageCodec.decode(body).ids()).isEqualTo(ids);
    }

    @Test
    void a_newer_versions_fields_are_skipped() {
        JobMessage read = decode("{\"v\":2,\"id\":\"" + ID + "\",\"trace\":{\"deep\":[1]},\"kind\":\"COACH\"}");
        assertThat(read).isEqualTo(new JobMessage(JobId.parse(ID), JobKind.COACH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\0\u0001\u0002",
                "null",
                "[]",
                "7",
                "{}",
                "{\"id\":null,\"kind\":\"COACH\"}",
                "{\"id\":17,\"kind\":\"COACH\"}",
                "{\"id\":\"17\",\"kind\":\"COACH\"}",
                "{\"id\":\"" + ID + "\"}",
                "{\"id\":\"" + ID + "\",\"kind\":\"coach\"}",
                "{\"id\":\"" + ID + "\",\"kind\":\"DANCE\"}",
                "{\"id\":\"" + ID + "\",\"kind\":0}",
                "{\"id\":\"" + ID + "\",\"kind\":\"COACH\",\"more\":7}",
                "{\"id\":\"" + ID + "\",\"kind\":\"COACH\",\"more\":[\"17\"]}",
                "{\"id\":\"" + ID + "\",\"kind\":\"COACH\",\"more\":[null]}",
                "{\"id\":\"" + ID + "\",\"kind\":\"COACH\"",
                "{\"id\":\"" + ID + "\",\"kind\":\"COACH\"} trailing"
            })
    void anything_else_is_refused(String body) {
        assertThatThrownBy(() -> decode(body)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void so_is_what_is_too_endlessor_too_deep_to_be_ours() {
        String endless = "{\"id\":\"" + ID + "\",\"kind\":\"COACH\",\"x\":\"" + "y".repeat(1_000_000) + "\"}";
        assertThatThrownBy(() -> decode(endless)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decode("[".repeat(10_000))).isInstanceOf(IllegalArgumentException.class);
    }

    private static JobMessage decode(String body) {
        return JobMessageCodec.decode(body.getBytes(StandardCharsets.UTF_8));
    }
}
