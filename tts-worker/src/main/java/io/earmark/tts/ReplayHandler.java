package io.earmark.tts;

import io.earmark.call.Call;
import io.earmark.call.Moment;
import io.earmark.call.ReplayRequest;
import io.earmark.call.Speaker;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.JobKind;
import io.earmark.work.JobContext;
import io.earmark.work.JobHandler;
import io.earmark.work.PermanentFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One file of a moment: an introduction, the recording itself with a little context, and the coaching note. */
final class ReplayHandler implements JobHandler {

    private static final double PAUSE_SECONDS = 0.6;

    private final Narrator narrator;
    private final AudioMixer mixer;
    private final double contextSeconds;

    ReplayHandler(SpeechSynthesizer synthesizer, AudioMixer mixer, double contextSeconds) {
        this.narrator = new Narrator(synthesizer);
        this.mixer = mixer;
        this.contextSeconds = contextSeconds;
    }

    @Override
    public JobKind kind() {
        return JobKind.REPLAY;
    }

    @Override
    public StageResult handle(JobContext job) throws Exception {
        ReplayRequest request = job.request(ReplayRequest.class);
        Call call = job.call();
        Moment moment = job.coaching().moments().stream()
                .filter(one -> one.id().equals(request.momentId()))
                .findFirst()
                .orElseThrow(() -> new PermanentFailure(
                        "moment-unknown",
                        "There is no such moment",
                        "The call has no moment " + request.momentId() + "."));
        double start = Math.max(0, moment.start() - contextSeconds);
        double end = Math.min(call.format().durationSeconds(), moment.end() + contextSeconds);
        Path recording = job.servedRecording();
        List<AudioMixer.Piece> pieces = new ArrayList<>();
        job.progress(0.05, "speaking");
        spoken(introduction(call, job.transcript(), moment), "introduction", job)
                .ifPresent(pieces::add);
        job.progress(0.4, "speaking");
        pieces.add(new AudioMixer.Piece(recording, start, end - start, 1, PAUSE_SECONDS));
        spoken(moment.suggestion(), "note", job).ifPresent(pieces::add);
        job.progress(0.8, "mixing");
        return mixer.join(pieces, request.format(), job);
    }

    private Optional<AudioMixer.Piece> spoken(String text, String name, JobContext job)
            throws IOException, InterruptedException {
        return narrator.speak(text, null, 0, name, job, done -> {})
                .map(wav -> AudioMixer.Piece.whole(wav, 1, PAUSE_SECONDS));
    }

    /** What, who, when. */
    static String introduction(Call call, Transcript transcript, Moment moment) {
        String role = transcript.speakers().stream()
                .filter(speaker -> speaker.id().equals(moment.speaker()))
                .map(Speaker::role)
                .findFirst()
                .orElse("speaker");
        String name = role.equals("agent")
                ? call.metadata().agent()
                : role.equals("customer") ? call.metadata().customer() : null;
        String who = name == null ? "the " + role : name + ", the " + role;
        return capital(moment.type().replace('_', ' ')) + ", by " + who + ", " + when((int) moment.start())
                + " into the call.";
    }

    private static String when(int seconds) {
        int minutes = seconds / 60;
        String rest = seconds % 60 + (seconds % 60 == 1 ? " second" : " seconds");
        return minutes == 0 ? rest : minutes + (minutes == 1 ? " minute and " : " minutes and ") + rest;
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
