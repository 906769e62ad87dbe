package io.earmark.tts;

import io.earmark.call.SpokenAudio;
import io.earmark.call.StageResult;
import io.earmark.work.JobHandlerContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** With the real engine, which all tests of a class share, as all jobs of a worker do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SpeechContract extends JobHandlerContract {

    @SuppressWarnings("NullAway.Init")
    MarySynthesizer mary;

    final AudioMixer mixer = AudioMixer.find(null);

    @BeforeAll
    void startMary() {
        mary = MarySynthesizer.start(Duration.ofMinutes(1));
    }

    @AfterAll
    void stopMary() {
        mary.close();
    }

    /** The bytes themselves, wherever they are kept. */
    @Override
    protected Object essence(StageResult result) {
        SpokenAudio spoken = (SpokenAudio) result;
        return List.of(spoken.audio().sha256(), spoken.mediaType(), spoken.durationSeconds());
    }
}
