package io.earmark.moment;

import io.earmark.work.WorkRuntime;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The coaching worker as a process of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({WorkRuntime.class, MomentWorker.class})
public class MomentWorkerApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(MomentWorkerApplication.class, arguments);
    }
}
