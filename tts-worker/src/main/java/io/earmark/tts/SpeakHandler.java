package io.earmark.tts;

import io.earmark.call.SpeakRequest;
import io.earmark.call.StageResult;
import io.earmark.job.JobKind;
import io.earmark.work.JobContext;
import io.earmark.work.JobHandler;
import io.earmark.work.PermanentFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Text to an audio file, a sentence at a time. */
final class SpeakHandler implements JobHandler {

    private static final double BETWEEN_SENTENCES_SECONDS = 0.25;

    private final SpeechSynthesizer synthesizer;
    private final AudioMixer mixer;
    private final TextNormalizer normalizer = new TextNormalizer();

    SpeakHandler(SpeechSynthesizer synthesizer, AudioMixer mixer) {
        this.synthesizer = synthesizer;
        this.mixer = mixer;
    }

    @Override
    public JobKind kind() {
        return JobKind.SPEAK;
    }

    @Override
    public StageResult handle(JobContext job) throws Exception {
        SpeakRequest request = job.request(SpeakRequest.class);
        String voice = request.voice() == null ? synthesizer.voices().get(0) : request.voice();
        if (!synthesizer.voices().contains(voice)) {
            throw new PermanentFailure(
                    "voice-unknown",
                    "There is no such voice",
                    "There is no voice '" + voice + "'; there are " + String.join(", ", synthesizer.voices()) + ".");
        }
        List<String> sentences = Sentences.of(normalizer.normalize(request.text()));
        if (sentences.isEmpty()) {
            throw new PermanentFailure("nothing-to-say", "There is nothing to say", "The text holds no words.");
        }
        List<AudioMixer.Piece> pieces = new ArrayList<>();
        for (String sentence : sentences) {
            job.checkCancelled();
            Path wav = job.scratch().resolve("sentence-" + pieces.size() + ".wav");
            synthesizer.speak(sentence, voice, request.pitch(), wav);
            pieces.add(AudioMixer.Piece.whole(wav, request.rate(), BETWEEN_SENTENCES_SECONDS));
            job.progress(0.8 * pieces.size() / sentences.size(), "speaking");
        }
        return mixer.join(pieces, request.format(), job);
    }
}
