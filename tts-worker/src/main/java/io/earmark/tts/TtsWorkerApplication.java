package io.earmark.tts;

import io.earmark.work.WorkRuntime;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The speech worker as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({WorkRuntime.class, TtsWorker.class})
public class TtsWorkerApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(TtsWorkerApplication.class, arguments);
    }
}
