package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole corpus. */
class HostileRecordingsIT {

    @Test
    void each_hostile_recording_fails_for_good_or_is_transcribed_and_reaches_nothing(
            @TempDir Path directory, @TempDir Path models) throws Exception {
        assertThat(new HostileTranscriptions(directory).examine(models)).isGreaterThanOrEqualTo(300);
    }
}
