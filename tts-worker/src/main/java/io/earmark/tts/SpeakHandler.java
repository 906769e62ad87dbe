package io.earmark.tts;

import io.earmark.call.SpeakRequest;
import io.earmark.call.StageResult;
import io.earmark.job.JobKind;
import io.earmark.work.JobContext;
import io.earmark.work.JobHandler;
import io.earmark.work.PermanentFailure;
import java.nio.file.Path;
import java.util.List;

/** Text to an audio file. */
final class SpeakHandler implements JobHandler {

    private static final double SPEAKING_SHARE = 0.8;

    private final Narrator narrator;
    private final AudioMixer mixer;

    SpeakHandler(SpeechSynthesizer synthesizer, AudioMixer mixer) {
        this.narrator = new Narrator(synthesizer);
        this.mixer = mixer;
    }

    @Override
    public JobKind kind() {
        return JobKind.SPEAK;
    }

    @Override
    public StageResult handle(JobContext job) throws Exception {
        SpeakRequest request = job.request(SpeakRequest.class);
        List<String> voices = narrator.voices();
        if (request.voice() != null && !voices.contains(request.voice())) {
            throw new PermanentFailure(
                    "voice-unknown",
                    "There is no such voice",
                    "There is no voice '" + request.voice() + "'; there are " + String.join(", ", voices) + ".");
        }
        Path speech = narrator.speak(
                        request.text(),
                        request.voice(),
                        request.pitch(),
                        "speech",
                        job,
                        done -> job.progress(SPEAKING_SHARE * done, "speaking"))
                .orElseThrow(() ->
                        new PermanentFailure("nothing-to-say", "There is nothing to say", "The text holds no words."));
        job.progress(SPEAKING_SHARE, "mixing");
        return mixer.join(List.of(AudioMixer.Piece.whole(speech, request.rate(), 0)), request.format(), job);
    }
}
