package io.earmark.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.stt.audio.FfmpegDecoder;
import io.earmark.stt.audio.FfmpegEncoder;
import io.earmark.stt.child.ChildSettings;
import io.earmark.stt.child.VoskRecognizer;
import io.earmark.stt.model.LanguageModels;
import io.earmark.stt.model.SpeechModel;
import io.earmark.stt.model.SpeechModels;
import io.earmark.stt.voice.VoiceClusters;
import io.earmark.work.PermanentFailure;
import io.earmark.work.RecordingJobContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One worker, several models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LanguagesTest {

    @TempDir
    static Path home = Path.of("");

    @Test
    void a_call_gets_the_model_of_its_language() throws IOException {
        Path tiny = new SpeechModels(home).find("tiny").directory();
        LanguageModels models = LanguageModels.find(
                home, "general", Map.of("de", tiny.toString(), "pt-BR", tiny.toString(), "en-GB", "tiny"));
        assertThat(models.forLanguage(null)).contains(models.usual());
        assertThat(language(models, "de")).isEqualTo("de");
        assertThat(language(models, "de-AT")).isEqualTo("de");
        assertThat(language(models, "pt-br")).isEqualTo("pt-BR");
        assertThat(language(models, "pt"))
                .as("another region's is better than none")
                .isEqualTo("pt-BR");
        assertThat(language(models, "en-GB")).isEqualTo("en-GB");
        assertThat(language(models, "en-AU")).as("the usual one knows English").isEqualTo("en-US");
        assertThat(models.forLanguage("fi")).isEmpty();
        assertThat(models.languages()).contains("en-US", "de", "pt-BR", "en-GB");
    }

    private static String language(LanguageModels models, String tag) {
        return models.forLanguage(tag).orElseThrow().language();
    }

    @Test
    void models_that_cannot_be_are_told_at_start() {
        assertThatThrownBy(() -> LanguageModels.find(home, "tiny", Map.of("de", "/nowhere")))
                .hasMessageContaining("earmark.stt.models.de is '/nowhere'");
        assertThatThrownBy(() -> LanguageModels.find(home, "tiny", Map.of("de", "general")))
                .hasMessageContaining("earmark.stt.models.de is 'general', a model of en-US");
        assertThatThrownBy(() -> LanguageModels.find(home, "tiny", Map.of("12", "tiny")))
                .hasMessageContaining("is no language");
        assertThatThrownBy(() -> LanguageModels.find(home, "tiny", Map.of("de", "vosk-model-small-de-0.15")))
                .hasMessageContaining("./earmark model pull vosk-model-small-de-0.15");
    }

    @Test
    void each_language_is_transcribed_with_its_own_model_and_one_too_many_takes_the_place_of_the_idlest()
            throws Exception {
        Path tiny = new SpeechModels(home).find("tiny").directory();
        LanguageModels models = LanguageModels.find(home, "tiny", Map.of("de", tiny.toString(), "fr", tiny.toString()));
        List<VoskRecognizer> started = new ArrayList<>();
        try (Recognizers recognizers = Recognizers.start(
                models.usual(),
                model -> {
                    VoskRecognizer recognizer =
                            VoskRecognizer.start(model.directory(), null, ChildSettings.STANDARD, Clock.systemUTC());
                    started.add(recognizer);
                    return recognizer;
                },
                2)) {
            TranscribeHandler handler = handler(recognizers, models);
            Transcript english = transcribe(handler, "en");
            assertThat(english.language()).isEqualTo("en-US");
            assertThat(english.utterances()).extracting(Utterance::display).anyMatch(text -> text.contains("Sarah"));
            Transcript german = transcribe(handler, "de");
            assertThat(german.language()).isEqualTo("de");
            assertThat(german.engine().model()).isEqualTo(tiny.getFileName().toString());
            assertThat(german.utterances())
                    .as("English rules of writing are not for German")
                    .allMatch(said -> said.tokens().isEmpty() && said.display().equals(said.text()));
            assertThat(started).hasSize(2);
            ProcessHandle english1 = started.get(0).processHandle();

            assertThat(transcribe(handler, "fr").language()).isEqualTo("fr");
            assertThat(started).hasSize(3);
            Awaitility.await().until(() -> !english1.isAlive());
            transcribe(handler, "de");
            assertThat(started).as("still there").hasSize(3);
            assertThat(transcribe(handler, null).language()).isEqualTo("en-US");
            assertThat(started).as("started anew").hasSize(4);
            assertThatThrownBy(() -> transcribe(handler, "fi"))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("language-unsupported")
                    .hasMessageContaining("know en-US, ")
                    .hasMessageContaining("de")
                    .hasMessageContaining("fr");
        }
        for (VoskRecognizer recognizer : started) {
            assertThatThrownBy(recognizer::processHandle).hasMessageContaining("closed");
        }
    }

    @Test
    void what_is_redacted_must_be_in_english() throws Exception {
        Path tiny = new SpeechModels(home).find("tiny").directory();
        LanguageModels models = LanguageModels.find(home, "tiny", Map.of("de", tiny.toString()));
        try (Recognizers recognizers = Recognizers.start(models.usual(), model -> new Silent(), 1)) {
            RecordingJobContext job = job("de").with(call("de", List.of("card")));
            assertThatThrownBy(() -> handler(recognizers, models).handle(job))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("redaction-unsupported");
        }
    }

    @Test
    void who_wants_one_more_than_may_be_waits_until_one_is_idle_and_can_be_told_to_stop() throws Exception {
        List<Silent> started = new CopyOnWriteArrayList<>();
        SpeechModel one = new SpeechModel("one", home, false);
        SpeechModel two = new SpeechModel("two", home, false);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Recognizers recognizers = Recognizers.start(
                one,
                model -> {
                    Silent silent = new Silent();
                    started.add(silent);
                    return silent;
                },
                1)) {
            Recognizers.Use busy = recognizers.use(one);
            Thread[] waiting = new Thread[1];
            Future<Recognizers.Use> wanted = threads.submit(() -> {
                waiting[0] = Thread.currentThread();
                return recognizers.use(two);
            });
            Awaitility.await().until(() -> waiting[0] != null && waiting[0].getState() == Thread.State.WAITING);
            Future<Recognizers.Use> impatient = threads.submit(() -> recognizers.use(two));
            impatient.cancel(true);
            assertThat(started).hasSize(1);
            busy.close();
            wanted.get(30, TimeUnit.SECONDS).close();
            assertThat(started).hasSize(2);
            assertThat(started.get(0).closed).isTrue();
        } finally {
            threads.shutdownNow();
        }
        assertThat(started.get(1).closed).isTrue();
    }

    @Test
    void a_model_that_does_not_load_fails_the_attempt_and_is_tried_again_by_the_next() throws Exception {
        SpeechModel good = new SpeechModel("good", home, false);
        SpeechModel bad = new SpeechModel("bad", home, false);
        List<SpeechModel> asked = new ArrayList<>();
        try (Recognizers recognizers = Recognizers.start(
                good,
                model -> {
                    asked.add(model);
                    if (asked.size() == 2) {
                        throw new IllegalStateException("graph is damaged");
                    }
                    return new Silent();
                },
                1)) {
            assertThatThrownBy(() -> recognizers.use(bad))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bad cannot be used")
                    .hasMessageContaining("graph is damaged");
            recognizers.use(bad).close();
            recognizers.use(good).close();
            assertThat(asked).containsExactly(good, bad, bad, good);
        }
    }

    private static TranscribeHandler handler(Recognizers recognizers, LanguageModels models) {
        return new TranscribeHandler(
                recognizers,
                FfmpegDecoder.find(null),
                FfmpegEncoder.find(null),
                models,
                new SttSettings("tiny", Map.of(), null, home, null, 0.6),
                RecognitionSettings.STANDARD,
                new VoiceClusters());
    }

    private static Transcript transcribe(TranscribeHandler handler, @Nullable String language) throws Exception {
        RecordingJobContext job = job(language);
        return (Transcript) handler.handle(job);
    }

    private static RecordingJobContext job(@Nullable String language) throws IOException {
        RecordingJobContext job = new RecordingJobContext(Files.createTempDirectory(home, "job"));
        return job.with(call(job, language, List.of()));
    }

    private static Call call(String language, List<String> redact) throws IOException {
        return call(new RecordingJobContext(Files.createTempDirectory(home, "job")), language, redact);
    }

    private static Call call(RecordingJobContext job, @Nullable String language, List<String> redact)
            throws IOException {
        CallMetadata metadata = new CallMetadata(
                null, null, null, List.of(), Map.of(), null, Map.of(), List.of(), language, redact, null);
        try (InputStream bytes = Files.newInputStream(Transcriber.sample("1-greeting.wav"))) {
            BlobRef blob = job.blobs().write(bytes, Long.MAX_VALUE);
            AudioFormat format = new AudioFormat("wav", "pcm_s16le", 5.1, 1, 16_000);
            return new Call(CallId.random(), "acme", blob, format, metadata, Instant.EPOCH);
        }
    }

    /** Never hears anything. */
    private static final class Silent implements SpeechRecognizer {

        private volatile boolean closed;

        @Override
        public Session open(boolean voices) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SpeechRecognizer alone() {
            return this;
        }

        @Override
        public String name() {
            return "silent";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
