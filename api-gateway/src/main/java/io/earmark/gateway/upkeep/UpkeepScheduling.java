package io.earmark.gateway.upkeep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** A thread for each task of upkeep: a broker that does not answer must not keep the reaper waiting. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
public class UpkeepScheduling {

    public static final String SCHEDULER = "upkeepScheduler";

    private static final Logger log = LoggerFactory.getLogger(UpkeepScheduling.class);
    private static final int TASKS = 8;

    @Bean(SCHEDULER)
    ThreadPoolTaskScheduler upkeepScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(TASKS);
        scheduler.setThreadNamePrefix("upkeep-");
        scheduler.setDaemon(true);
        scheduler.setErrorHandler(e -> log.warn("Upkeep failed and will be tried again: {}", e.toString()));
        return scheduler;
    }
}
