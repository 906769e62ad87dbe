package io.earmark.stt;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import io.earmark.stt.audio.DecodeSettings;
import io.earmark.stt.audio.FfmpegDecoder;
import io.earmark.stt.audio.FfmpegEncoder;
import io.earmark.stt.child.ChildSettings;
import io.earmark.stt.child.VoskRecognizer;
import io.earmark.stt.model.LanguageModels;
import io.earmark.stt.model.SpeechModel;
import io.earmark.stt.model.SpeechModels;
import io.earmark.stt.voice.Diarizer;
import io.earmark.stt.voice.PrintClusters;
import io.earmark.work.RecordingJobContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The real stage with the tiny model, for tests: a file goes in, a transcript comes out. */
final class Transcriber implements AutoCloseable {

    private final VoskRecognizer recognizer;
    private final SpeechModel model;
    private final SttSettings settings;
    private final SpeechRecognizer engine;

    Transcriber(Path models) throws IOException {
        this(models, null);
    }

    /** @param speakers name of the speaker model; null for none */
    Transcriber(Path models, @Nullable String speakers) throws IOException {
        model = new SpeechModels(models).find("tiny");
        Path voices = speakers == null
                ? null
                : new SpeechModels(models).findSpeakers(speakers).directory();
        recognizer =
                VoskRecognizer.start(model.directory(), voices, ChildSettings.STANDARD, java.time.Clock.systemUTC());
        engine = recognizer;
        settings = new SttSettings("tiny", Map.of(), null, models, null, 0.6);
    }

    VoskRecognizer recognizer() {
        return recognizer;
    }

    private Transcriber(Transcriber other, SpeechRecognizer engine) {
        this.recognizer = other.recognizer;
        this.model = other.model;
        this.settings = other.settings;
        this.engine = engine;
    }

    /** The same, which recognises the same sound but once. It ends with this one. */
    Transcriber remembering() {
        return new Transcriber(this, new RememberingRecognizer(recognizer));
    }

    /** @param job an empty one; it tells of warnings and progress afterwards */
    Transcript transcribe(RecordingJobContext job, Path recording, AudioFormat probed) throws Exception {
        return transcribe(job, recording, probed, CallMetadata.NONE, RecognitionSettings.STANDARD);
    }

    Transcript transcribe(
            RecordingJobContext job,
            Path recording,
            AudioFormat probed,
            CallMetadata metadata,
            RecognitionSettings recognition)
            throws Exception {
        try (InputStream bytes = Files.newInputStream(recording)) {
            BlobRef blob = job.blobs().write(bytes, Long.MAX_VALUE);
            job.with(new Call(CallId.random(), "acme", blob, probed, metadata, Instant.EPOCH));
        }
        return (Transcript) handler(DecodeSettings.STANDARD, recognition).handle(job);
    }

    TranscribeHandler handler(DecodeSettings decode, RecognitionSettings recognition) {
        return handler(decode, recognition, new PrintClusters());
    }

    TranscribeHandler handler(DecodeSettings decode, RecognitionSettings recognition, Diarizer diarizer) {
        return new TranscribeHandler(
                Recognizers.of(engine, model),
                FfmpegDecoder.find(null, decode),
                FfmpegEncoder.find(null),
                LanguageModels.only(model),
                settings,
                recognition,
                diarizer);
    }

    static List<String> words(Transcript transcript, int channel) {
        return transcript.utterances().stream()
                .filter(said -> said.channel() == channel)
                .map(Utterance::words)
                .flatMap(List::stream)
                .map(Word::text)
                .toList();
    }

    static Path sample(String name) {
        return Path.of(Objects.requireNonNull(
                        Transcriber.class.getResource("/samples/" + name), name + " belongs into deploy/samples")
                .getPath());
    }

    @Override
    public void close() {
        recognizer.close();
    }
}
