package io.earmark.stt;

import io.earmark.call.Call;
import io.earmark.call.Redacted;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.JobKind;
import io.earmark.stt.audio.AudioDecoder;
import io.earmark.stt.audio.AudioEncoder;
import io.earmark.stt.audio.FfmpegEncoder;
import io.earmark.stt.model.LanguageModels;
import io.earmark.stt.model.SpeechModel;
import io.earmark.stt.redact.Redactor;
import io.earmark.stt.text.WrittenTranscript;
import io.earmark.stt.voice.Diarizer;
import io.earmark.stt.voice.PrintClusters;
import io.earmark.work.JobContext;
import io.earmark.work.JobHandler;
import io.earmark.work.PermanentFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** Recording to transcript: decoded, recognised channel by channel, and put on one clock. */
final class TranscribeHandler implements JobHandler {

    private final Recognizers recognizers;
    private final AudioDecoder decoder;
    private final LanguageModels models;
    private final SttSettings settings;
    private final RecognitionSettings recognition;
    private final Diarizer diarizer;
    private final Redactor redactor;

    TranscribeHandler(
            Recognizers recognizers,
            AudioDecoder decoder,
            AudioEncoder encoder,
            LanguageModels models,
            SttSettings settings,
            RecognitionSettings recognition,
            Diarizer diarizer) {
        this.recognizers = recognizers;
        this.decoder = decoder;
        this.models = models;
        this.settings = settings;
        this.recognition = recognition;
        this.diarizer = diarizer;
        this.redactor = new Redactor(decoder, encoder);
    }

    /** As shipped, with one model. */
    TranscribeHandler(SpeechRecognizer recognizer, AudioDecoder decoder, SpeechModel model, SttSettings settings) {
        this(
                Recognizers.of(recognizer, model),
                decoder,
                FfmpegEncoder.find(settings.ffmpeg()),
                LanguageModels.only(model),
                settings,
                RecognitionSettings.STANDARD,
                new PrintClusters());
    }

    @Override
    public JobKind kind() {
        return JobKind.TRANSCRIBE;
    }

    @Override
    public StageResult handle(JobContext job) throws Exception {
        Call call = job.call();
        SpeechModel model = model(call);
        Redactor.check(call, model.language());
        try (Recognizers.Use engine = recognizers.use(model)) {
            return transcript(job, call, model, engine.recognizer());
        }
    }

    private Transcript transcript(JobContext job, Call call, SpeechModel model, SpeechRecognizer recognizer)
            throws Exception {
        Heard heard = heard(job, call, recognizer);
        if (heard.seconds() <= 0) {
            throw new PermanentFailure(
                    "audio-unreadable",
                    "The recording cannot be decoded",
                    "ffmpeg found no sound in it" + (heard.complaint().isEmpty() ? "." : ": " + heard.complaint()));
        }
        new RecordingWarnings(job, call).tell(heard, model);
        Attribution given = Attribution.of(heard, job, call.metadata(), diarizer, settings.pauseSeconds());
        Redacted redacted = redactor.redacted(job, call, given.masks());
        Transcript.Engine engine = new Transcript.Engine(recognizer.name(), model.name(), recognizer.version());
        return WrittenTranscript.of(
                new Transcript(
                        heard.seconds(), model.language(), engine, given.speakers(), given.utterances(), redacted),
                call.metadata());
    }

    /** The recording goes where only its redacted copy is to be kept; the sweep of the blobs sees to it, too. */
    @Override
    public void ended(JobContext job, StageResult result) throws IOException {
        Call call = job.call();
        if (call.metadata().dropsOriginal() && job.transcript().redacted() != null) {
            job.blobs().delete(call.audio().key());
        }
    }

    private SpeechModel model(Call call) {
        String language = call.metadata().language();
        return models.forLanguage(language)
                .orElseThrow(() -> new PermanentFailure(
                        "language-unsupported",
                        "The language is not supported",
                        "The call is in " + language + ", but this server's models know " + models.languages()
                                + ". './earmark model list' shows models of other languages, and earmark.stt.models."
                                + language + " names one."));
    }

    /** A retry runs in an engine of its own: what breaks that one is this recording, and no other was hurt by it. */
    private Heard heard(JobContext job, Call call, SpeechRecognizer recognizer) throws Exception {
        if (job.attempt() == 1) {
            return recognize(job, call, recognizer);
        }
        try (SpeechRecognizer alone = recognizer.alone()) {
            return recognize(job, call, alone);
        } catch (EngineFailure e) {
            throw switch (e.kind()) {
                case CRASHED ->
                    poison("recording-crashes-recognizer", "The recording makes the recogniser crash", job, e);
                case STALLED -> poison("recording-hangs-recognizer", "The recording makes the recogniser hang", job, e);
                case ENDED -> e;
            };
        }
    }

    private static PermanentFailure poison(String type, String title, JobContext job, EngineFailure e) {
        return new PermanentFailure(
                type,
                title,
                "Attempt " + job.attempt() + " had an engine to itself, and still: " + e.getMessage()
                        + ". Convert the recording anew from its source, or transcribe it with another model.");
    }

    private Heard recognize(JobContext job, Call call, SpeechRecognizer engine) throws Exception {
        int channels = call.format().channels();
        RecognitionProgress progress =
                new RecognitionProgress(job, call.format().durationSeconds(), channels);
        try {
            Path features = job.scratch().resolve("voices");
            return new CallRecognition(engine, decoder, recognition, progress, job.recording(), features, channels)
                    .run();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : new IOException(e.getCause());
        }
    }
}
