package io.earmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a newcomer types first. */
@Timeout(240)
class DemoIT {

    @TempDir
    Path home;

    @Test
    void shows_both_calls_and_leaves_their_replays_behind() throws Exception {
        EarmarkProcess demo = EarmarkProcess.start("demo", "--json", "--keep", home.toString());
        String words = demo.rest();
        assertThat(demo.exitCode()).as(words).isZero();

        JsonNode calls = JsonMapper.shared()
                .readTree(words.substring(words.indexOf("{\n"), words.lastIndexOf('}') + 1))
                .path("calls");
        assertThat(calls.size()).isEqualTo(2);
        for (JsonNode call : calls) {
            assertThat(call.path("transcript").path("utterances").size()).isGreaterThanOrEqualTo(9);
            assertThat(call.path("coaching").path("metrics").path("talkRatio").size())
                    .isEqualTo(2);
            assertThat(call.path("replays").size()).isPositive();
            for (JsonNode replay : call.path("replays")) {
                assertThat(new File(replay.path("file").asString())).isNotEmpty();
            }
        }
    }
}
