package io.earmark.stt;

import io.earmark.call.Call;
import io.earmark.job.Warning;
import io.earmark.stt.model.ModelFacts;
import io.earmark.stt.model.SpeechModel;
import io.earmark.work.JobContext;
import java.util.Locale;

/** What the reader of a transcript should know of its recording. */
final class RecordingWarnings {

    /** Shorter or longer than probed by more than this, and the recording's own word was wrong. */
    private static final double TOLERANCE_SECONDS = 1.0;

    private final JobContext job;
    private final Call call;

    RecordingWarnings(JobContext job, Call call) {
        this.job = job;
        this.call = call;
    }

    void tell(Heard heard, SpeechModel model) {
        tellOfLength(heard);
        tellOfChannels(heard);
        if (heard.channels().stream().allMatch(channel -> channel.words().isEmpty())) {
            warn("no-speech", "No words were heard in the recording.");
        }
        if (model.rough()) {
            warn(
                    "rough-model",
                    "The bundled general model was used; expect one word in three to seven to be wrong. For better"
                            + " words run './earmark model pull " + ModelFacts.FIRST_CHOICE
                            + "' and './earmark model use "
                            + ModelFacts.FIRST_CHOICE + "', and start the server anew.");
        }
    }

    private void tellOfLength(Heard heard) {
        double said = call.format().durationSeconds();
        String why = heard.complaint().isEmpty() ? "" : " ffmpeg says: " + heard.complaint();
        if (heard.seconds() < said - TOLERANCE_SECONDS) {
            warn(
                    "audio-truncated",
                    String.format(
                                    Locale.ROOT,
                                    "The recording says that it lasts %.1f s, but ends after %.1f s; it was"
                                            + " transcribed as far as it goes.",
                                    said,
                                    heard.seconds())
                            + why);
        } else if (heard.seconds() > said + TOLERANCE_SECONDS) {
            warn(
                    "audio-longer-than-told",
                    String.format(
                            Locale.ROOT,
                            "The recording says that it lasts %.1f s, but goes on for %.1f s; all of it was"
                                    + " transcribed.",
                            said,
                            heard.seconds()));
        } else if (!heard.complaint().isEmpty()) {
            warn("audio-damaged", "The recording is damaged; words may be missing." + why);
        }
    }

    private void tellOfChannels(Heard heard) {
        if (heard.twins()) {
            warn(
                    "channels-identical",
                    "Both channels carry the same sound, so it was transcribed once. Have the recorder put each side"
                            + " on a channel of its own.");
        }
        if (heard.channels().size() == 1) {
            return;
        }
        for (Heard.Channel channel : heard.channels()) {
            if (channel.silent()) {
                warn(
                        "channel-silent",
                        "The " + name(channel.number()) + " channel ("
                                + call.metadata().roleOf(channel.number())
                                + ") is silent: was that side recorded?");
            }
        }
    }

    private String name(int channel) {
        if (call.format().channels() > 2) {
            return "number " + channel;
        }
        return channel == 0 ? "left" : "right";
    }

    private void warn(String type, String detail) {
        job.warn(new Warning(type, detail));
    }
}
