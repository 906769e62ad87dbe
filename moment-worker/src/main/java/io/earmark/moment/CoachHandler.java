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
import io.earmark.moment.playbook.Likeness;
import io.earmark.moment.playbook.Likenesses;
import io.earmark.moment.sentiment.SentimentAnalyzer;
import io.earmark.work.JobContext;
import io.earmark.work.JobHandler;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transcript to coaching. Sentiment and similarity are optional: without one of them the rest still comes, with a
 * warning. The sentence model takes nearly all of the time, so nearly all of the progress is its.
 */
final class CoachHandler implements JobHandler {

    private static final Logger log = LoggerFactory.getLogger(CoachHandler.class);

    private static final double SENTIMENT_DONE = 0.05;
    private static final double SIMILARITY_DONE = 0.9;

    private final Coach coach;
    private final Likenesses likenesses;
    private final SentimentAnalyzer analyzer;

    CoachHandler(Coach coach, Likenesses likenesses, SentimentAnalyzer analyzer) {
        this.coach = coach;
        this.likenesses = likenesses;
        this.analyzer = analyzer;
    }

    @Override
    public JobKind kind() {
        return JobKind.COACH;
    }

    @Override
    public StageResult handle(JobContext job) throws InterruptedException {
        Transcript transcript = job.transcript();
        job.progress(0, "sentiment");
        List<Sentiment> sentiments = sentiments(job, transcript);
        List<Likeness> alike = likenesses(job, transcript);
        job.checkCancelled();
        job.progress(SIMILARITY_DONE, "moments");
        List<Moment> moments = coach.moments(transcript, sentiments, alike);
        job.checkCancelled();
        job.progress(1, "metrics");
        Metrics metrics = TalkMetrics.of(transcript);
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
            log.warn("Job {}: no sentiment", job.id(), e);
            job.warn(new Warning("sentiment-unavailable", "The sentiment could not be computed: " + reason(e)));
            return List.of();
        }
    }

    /** A library that cannot be loaded is an Error. */
    private List<Likeness> likenesses(JobContext job, Transcript transcript) throws InterruptedException {
        try {
            return likenesses.of(transcript, fraction -> {
                job.checkCancelled();
                job.progress(SENTIMENT_DONE + fraction * (SIMILARITY_DONE - SENTIMENT_DONE), "similarity");
            });
        } catch (RuntimeException | LinkageError e) {
            log.warn("Job {}: no similarity", job.id(), e);
            job.warn(new Warning(
                    "similarity-unavailable",
                    "Moments were found by the playbook's phrases alone, not by its examples: " + reason(e)));
            return List.of();
        }
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
