package io.earmark.stt;

import io.earmark.work.WorkRuntime;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The transcription worker as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({WorkRuntime.class, SttWorker.class})
public class SttWorkerApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(SttWorkerApplication.class, arguments);
    }
}
