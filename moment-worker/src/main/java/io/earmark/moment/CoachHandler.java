package io.earmark.moment;

import io.earmark.call.Coaching;
import io.earmark.call.Metrics;
import io.earmark.call.Moment;
import io.earmark.call.Sentiment;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.job.JobKind;
import io.earmark.job.Warning;
import io.earmark.moment.metrics.TalkMetrics;
import io.earmark.moment.playbook.Coach;
import io.earmark.moment.sentiment.SentimentAnalyzer;
import io.earmark.work.JobContext;
import io.earmark.work.JobHandler;
import java.util.ArrayList;
import java.util.List;

/** Transcript to coaching. Sentiment is optional: without it the rest still comes, with a warning. */
final class CoachHandler implements JobHandler {

    private final Coach coach;
    private final SentimentAnalyzer analyzer;

    CoachHandler(Coach coach, SentimentAnalyzer analyzer) {
        this.coach = coach;
        this.analyzer = analyzer;
    }

    @Override
    public JobKind kind() {
        return JobKind.COACH;
    }

    @Override
    public StageResult handle(JobContext job) throws InterruptedException {
        Transcript transcript = job.transcript();
        job.progress(0.1, "sentiment");
        List<Sentiment> sentiments = sentiments(job, transcript);
        job.checkCancelled();
        job.progress(0.4, "metrics");
        Metrics metrics = TalkMetrics.of(transcript);
        job.checkCancelled();
        job.progress(0.6, "moments");
        List<Moment> moments = coach.moments(transcript, sentiments);
        return new Coaching(moments, metrics, sentiments);
    }

    private List<Sentiment> sentiments(JobContext job, Transcript transcript) throws InterruptedException {
        List<Sentiment> sentiments = new ArrayList<>();
        try {
            for (Utterance utterance : transcript.utterances()) {
                job.checkCancelled();
                sentiments.add(analyzer.analyze(utterance.text()));
            }
            return sentiments;
        } catch (RuntimeException e) {
            job.warn(new Warning("sentiment-unavailable", "The sentiment could not be computed: " + e.getMessage()));
            return List.of();
        }
    }
}
