package io.earmark.moment;

import io.earmark.moment.playbook.Coach;
import io.earmark.moment.playbook.Playbook;
import io.earmark.moment.sentiment.LexiconSentiment;
import io.earmark.moment.sentiment.SentimentAnalyzer;
import io.earmark.work.JobHandler;
import java.io.IOException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The coaching handler and its engines: to be imported by an application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MomentSettings.class)
public class MomentWorker {

    @Bean
    SentimentAnalyzer sentimentAnalyzer() throws IOException {
        return LexiconSentiment.bundled();
    }

    @Bean
    Coach coach(MomentSettings settings) throws IOException {
        Playbook playbook = settings.playbook() == null ? Playbook.bundled() : Playbook.read(settings.playbook());
        return new Coach(playbook, settings.monologueSeconds());
    }

    @Bean
    JobHandler coachHandler(Coach coach, SentimentAnalyzer sentiment) {
        return new CoachHandler(coach, sentiment);
    }
}
