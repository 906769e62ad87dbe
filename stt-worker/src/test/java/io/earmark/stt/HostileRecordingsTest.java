package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A share of the corpus with each test run; {@link HostileRecordingsIT} goes through all of it. */
class HostileRecordingsTest {

    private static final int SHARE = 60;

    @Test
    void a_hostile_recording_fails_for_good_or_is_transcribed_and_reaches_nothing(
            @TempDir Path directory, @TempDir Path models) throws Exception {
        assertThat(new HostileTranscriptions(directory).examine(models, SHARE)).isEqualTo(SHARE);
    }
}
