package io.earmark.stt;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A test with one {@link Transcriber} for all of its methods, and a directory for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealStage {

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    Transcriber transcriber;

    @BeforeAll
    void start(@TempDir Path models) throws IOException {
        transcriber = new Transcriber(models);
    }

    @AfterAll
    void stop() {
        transcriber.close();
    }
}
