package io.earmark.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.call.Coaching;
import io.earmark.call.Moment;
import io.earmark.call.Sentiment;
import io.earmark.call.Transcript;
import io.earmark.job.Warning;
import io.earmark.moment.playbook.Coach;
import io.earmark.moment.playbook.Likenesses;
import io.earmark.moment.playbook.Playbook;
import io.earmark.moment.sentiment.SentimentAnalyzer;
import io.earmark.moment.similarity.SentenceEncoder;
import io.earmark.work.RecordingJobContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoachHandlerTest {

    private static final SentimentAnalyzer NEUTRAL = text -> new Sentiment("neutral", 0);
    private static final Transcript CALL = Talk.ofTwo()
            .agent("what do you think")
            .customer("it is too expensive for us")
            .transcript();

    @TempDir
    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private RecordingJobContext job;

    @BeforeEach
    void prepare() {
        job = new RecordingJobContext(directory).with(CALL);
    }

    private static CoachHandler handler(SentimentAnalyzer analyzer, SentenceEncoder encoder) throws IOException {
        Playbook playbook = Playbook.bundled();
        return new CoachHandler(new Coach(playbook, 60), new Likenesses(playbook, encoder), analyzer);
    }

    private static SentenceEncoder encoder(Function<List<String>, List<float[]>> encode) {
        return new SentenceEncoder() {
            @Override
            public List<float[]> encode(List<String> sentences) {
                return encode.apply(sentences);
            }

            @Override
            public void close() {}
        };
    }

    private static SentenceEncoder farFromAll() {
        return encoder(sentences -> sentences.stream().map(text -> new float[2]).toList());
    }

    @Test
    void tells_how_far_it_is() throws Exception {
        handler(NEUTRAL, farFromAll()).handle(job);
        assertThat(job.progress()).isSorted().startsWith(0.0).endsWith(1.0);
        assertThat(job.stages()).containsSubsequence("sentiment", "similarity", "moments", "metrics");
        assertThat(job.warnings()).isEmpty();
    }

    @Test
    void without_sentiment_the_rest_still_comes() throws Exception {
        Coaching coaching = (Coaching) handler(
                        text -> {
                            throw new IllegalStateException("no lexicon");
                        },
                        farFromAll())
                .handle(job);
        assertThat(job.warnings())
                .containsExactly(
                        new Warning("sentiment-unavailable", "The sentiment could not be computed: no lexicon"));
        assertThat(coaching.sentiments()).isEmpty();
        assertThat(coaching.moments()).extracting(Moment::type).containsExactly("price_objection");
        assertThat(coaching.metrics().turns()).isEqualTo(2);
    }

    @Test
    void without_the_sentence_model_words_still_match() throws Exception {
        List<RuntimeException> broken = List.of(new IllegalStateException("no model"));
        Coaching coaching = (Coaching) handler(NEUTRAL, encoder(sentences -> {
                    throw broken.get(0);
                }))
                .handle(job);
        assertThat(job.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.type()).isEqualTo("similarity-unavailable");
            assertThat(warning.detail()).endsWith("by the playbook's phrases alone, not by its examples: no model");
        });
        assertThat(coaching.moments()).extracting(Moment::type).containsExactly("price_objection");
    }

    @Test
    void a_native_library_that_cannot_be_loaded_is_a_warning_too() throws Exception {
        SentenceEncoder broken = encoder(sentences -> {
            throw new UnsatisfiedLinkError("libonnxruntime.so: no such file");
        });
        Coaching coaching = (Coaching) handler(NEUTRAL, broken).handle(job);
        assertThat(job.warnings()).extracting(Warning::type).containsExactly("similarity-unavailable");
        assertThat(coaching.moments()).hasSize(1);
    }

    @Test
    void a_cancelled_one_stops_while_it_encodes() throws Exception {
        CoachHandler handler = handler(NEUTRAL, encoder(sentences -> {
            job.cancel();
            return sentences.stream().map(text -> new float[2]).toList();
        }));
        assertThatThrownBy(() -> handler.handle(job)).isInstanceOf(InterruptedException.class);
        assertThat(job.stages()).doesNotContain("moments");
    }

    @Test
    void nothing_said_is_no_failure() throws Exception {
        Coaching coaching = (Coaching) handler(NEUTRAL, farFromAll())
                .handle(new RecordingJobContext(directory.resolve("silent"))
                        .with(Talk.ofTwo().transcript(30)));
        assertThat(coaching.moments()).isEmpty();
        assertThat(coaching.metrics().silenceSeconds()).isEqualTo(30);
    }
}
