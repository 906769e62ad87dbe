package io.earmark.moment;

import io.earmark.moment.playbook.Coach;
import io.earmark.moment.playbook.Likenesses;
import io.earmark.moment.playbook.Playbook;
import io.earmark.moment.sentiment.LexiconSentiment;
import io.earmark.moment.sentiment.SentimentAnalyzer;
import io.earmark.moment.similarity.MiniLm;
import io.earmark.moment.similarity.SentenceEncoder;
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
    SentenceEncoder sentenceEncoder() {
        return new MiniLm();
    }

    @Bean
    Playbook playbook(MomentSettings settings) throws IOException {
        return settings.playbook() == null ? Playbook.bundled() : Playbook.read(settings.playbook());
    }

    @Bean
    JobHandler coachHandler(
            MomentSettings settings, Playbook playbook, SentimentAnalyzer sentiment, SentenceEncoder encoder) {
        return new CoachHandler(
                new Coach(playbook, settings.monologueSeconds()), new Likenesses(playbook, encoder), sentiment);
    }
}
