package io.earmark.bench;

import io.earmark.job.JobKind;
import io.earmark.work.WorkRuntime;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A worker like the real ones, with handlers that only count. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WorkRuntime.class)
class BenchWorker {

    @Bean
    CountingHandler transcribe() {
        return new CountingHandler(JobKind.TRANSCRIBE);
    }

    @Bean
    CountingHandler coach() {
        return new CountingHandler(JobKind.COACH);
    }

    @Bean
    CountingHandler speak() {
        return new CountingHandler(JobKind.SPEAK);
    }
}
