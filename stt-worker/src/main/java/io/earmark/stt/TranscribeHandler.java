package io.earmark.stt;

import io.earmark.call.Call;
import io.earmark.call.Speaker;
import io.earmark.call.StageResult;
import io.earmark.call.Transcript;
import io.earmark.job.JobKind;
import io.earmark.job.Warning;
import io.earmark.stt.audio.AudioDecoder;
import io.earmark.stt.model.SpeechModel;
import io.earmark.stt.text.WrittenTranscript;
import io.earmark.work.JobContext;
import io.earmark.work.JobHandler;
import io.earmark.work.PermanentFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recording to transcript: each channel decoded and recognised by itself, all of them side by side. */
final class TranscribeHandler implements JobHandler {

    /** Shorter than probed by more than this, and the recording was cut off. */
    private static final double TRUNCATED_SECONDS = 1.0;

    private static final int STOP_SECONDS = 10;

    private static final Logger log = LoggerFactory.getLogger(TranscribeHandler.class);

    private final SpeechRecognizer recognizer;
    private final AudioDecoder decoder;
    private final SpeechModel model;
    private final SttSettings settings;

    TranscribeHandler(SpeechRecognizer recognizer, AudioDecoder decoder, SpeechModel model, SttSettings settings) {
        this.recognizer = recognizer;
        this.decoder = decoder;
        this.model = model;
        this.settings = settings;
    }

    @Override
    public JobKind kind() {
        return JobKind.TRANSCRIBE;
    }

    @Override
    public StageResult handle(JobContext job) throws Exception {
        Call call = job.call();
        List<ChannelRecognition.Heard> heard = recognize(job, call);
        double seconds = heard.stream()
                .mapToDouble(ChannelRecognition.Heard::seconds)
                .max()
                .orElse(0);
        check(job, call, heard, seconds);
        List<Speaker> speakers = new ArrayList<>();
        Utterances utterances = new Utterances(settings.pauseSeconds());
        for (int channel = 0; channel < heard.size(); channel++) {
            Speaker speaker = new Speaker("S" + (channel + 1), role(call, channel), channel);
            speakers.add(speaker);
            utterances.add(speaker, heard.get(channel).words());
        }
        Transcript.Engine engine = new Transcript.Engine(recognizer.name(), model.name(), recognizer.version());
        return WrittenTranscript.of(new Transcript(seconds, "en-US", engine, speakers, utterances.inOrder()));
    }

    private static String role(Call call, int channel) {
        return call.format().channels() == 1 && call.metadata().channels().isEmpty()
                ? "speaker"
                : call.metadata().roleOf(channel);
    }

    /** A retry runs in an engine of its own: what breaks that one is this recording, and no other was hurt by it. */
    private List<ChannelRecognition.Heard> recognize(JobContext job, Call call) throws Exception {
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

    private List<ChannelRecognition.Heard> recognize(JobContext job, Call call, SpeechRecognizer engine)
            throws Exception {
        Path recording = job.recording();
        int channels = call.format().channels();
        ChannelProgress progress = new ChannelProgress(job, call.format().durationSeconds(), channels);
        ExecutorService threads = Executors.newFixedThreadPool(channels);
        try {
            List<Future<ChannelRecognition.Heard>> running = new ArrayList<>();
            for (int channel = 0; channel < channels; channel++) {
                int number = channel;
                running.add(threads.submit(new ChannelRecognition(
                        engine, decoder, recording, channel, channels, done -> progress.at(number, done))));
            }
            List<ChannelRecognition.Heard> heard = new ArrayList<>();
            for (Future<ChannelRecognition.Heard> one : running) {
                heard.add(one.get());
            }
            return heard;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : new IOException(e.getCause());
        } finally {
            stop(threads);
        }
    }

    /** Waits for them, too: nothing may read or decode any more when the job is over. */
    private static void stop(ExecutorService threads) {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("A channel's recognition does not stop; its thread is left to itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(JobContext job, Call call, List<ChannelRecognition.Heard> heard, double seconds) {
        String complaint = heard.get(0).complaint();
        if (seconds <= 0) {
            throw new PermanentFailure(
                    "audio-unreadable",
                    "The recording cannot be decoded",
                    "ffmpeg found no sound in it" + (complaint.isEmpty() ? "." : ": " + complaint));
        }
        if (seconds < call.format().durationSeconds() - TRUNCATED_SECONDS) {
            job.warn(new Warning(
                    "audio-truncated",
                    String.format(
                            Locale.ROOT,
                            "The recording says that it lasts %.1f s, but ends after %.1f s; it was transcribed as far as it goes.",
                            call.format().durationSeconds(),
                            seconds)));
        }
        if (heard.size() == 1) {
            job.warn(
                    new Warning(
                            "speakers-not-separated",
                            "The recording has one channel: all of it is given to one speaker. Record each side on a channel of its own."));
        }
        if (model.rough()) {
            job.warn(new Warning(
                    "rough-model",
                    "The bundled general model was used; expect one word in three to seven to be wrong. For better words download"
                            + " vosk-model-en-us from the Vosk project and set earmark.stt.model to its directory."));
        }
    }

    /** The job is as far as its slowest channel. */
    private record ChannelProgress(JobContext job, double seconds, AtomicLongArray millis) {

        ChannelProgress(JobContext job, double seconds, int channels) {
            this(job, seconds, new AtomicLongArray(channels));
        }

        /** In one thread at a time, or an older figure could be told after a newer one. */
        synchronized void at(int channel, double done) {
            millis.set(channel, (long) (done * 1000));
            long slowest = Long.MAX_VALUE;
            for (int i = 0; i < millis.length(); i++) {
                slowest = Math.min(slowest, millis.get(i));
            }
            job.progress(Math.min(1, slowest / 1000.0 / seconds), "recognising");
        }
    }
}
