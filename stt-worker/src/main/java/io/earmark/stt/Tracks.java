package io.earmark.stt;

import io.earmark.call.Word;
import io.earmark.stt.voice.VoiceFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * The channels of a recording on their way to words. Two channels are held back at first, until it is clear whether they
 * carry the same sound; then one is recognised for both.
 */
final class Tracks implements AutoCloseable {

    /** Two channels that began alike went their own ways later: all of it is to be heard again, both channels. */
    static final class WentApart extends Exception {
        private static final long serialVersionUID = 1;

        WentApart() {
            super("The two channels are not the same after all");
        }
    }

    /** Makes a channel's track. */
    interface Maker {
        /** @param only whether no other channel is recognised */
        Track make(boolean only) throws IOException;
    }

    /** Seconds of next to no sound, after which two channels are taken to be different. */
    private static final int MOST_UNDECIDED_SECONDS = 30;

    private final Maker maker;
    private final RecognitionProgress progress;
    private final int channels;
    private final Twins twins = new Twins();
    private final List<List<byte[]>> heldBack = new ArrayList<>();
    private final List<Track> tracks = new ArrayList<>();
    private final List<Loudness> loudness = new ArrayList<>();
    private final VoiceFeatures voices;
    private Twins.Finding finding;
    private long samples;

    /**
     * @param voices     for what the channel sounds like, if only one is recognised
     * @param maybeTwins whether two channels are to be compared
     */
    Tracks(Maker maker, RecognitionProgress progress, VoiceFeatures voices, int channels, boolean maybeTwins) {
        this.maker = maker;
        this.progress = progress;
        this.voices = voices;
        this.channels = channels;
        this.finding = maybeTwins && channels == 2 ? Twins.Finding.UNDECIDED : Twins.Finding.DIFFERENT;
    }

    /** @param chunk the same stretch of each channel, some tenths of a second */
    void hear(List<byte[]> chunk) throws IOException, InterruptedException, ExecutionException, WentApart {
        samples += chunk.get(0).length / Samples.BYTES;
        heldBack.add(chunk);
        if (finding != Twins.Finding.DIFFERENT) {
            Twins.Finding now = twins.hear(chunk.get(0), chunk.get(1));
            if (finding == Twins.Finding.SAME && now == Twins.Finding.DIFFERENT) {
                throw new WentApart();
            }
            boolean tooLong = samples > (long) MOST_UNDECIDED_SECONDS * Samples.PER_SECOND;
            finding = now == Twins.Finding.UNDECIDED && tooLong ? Twins.Finding.DIFFERENT : now;
        }
        if (finding != Twins.Finding.UNDECIDED) {
            passOn();
        }
    }

    private void passOn() throws IOException, InterruptedException, ExecutionException {
        if (tracks.isEmpty()) {
            begin();
        }
        for (List<byte[]> chunk : heldBack) {
            if (tracks.size() == 1) {
                voices.hear(chunk.get(0));
            }
            for (int channel = 0; channel < tracks.size(); channel++) {
                tracks.get(channel).accept(chunk.get(channel));
                loudness.get(channel).hear(chunk.get(channel));
            }
        }
        heldBack.clear();
    }

    private void begin() throws IOException {
        if (twins()) {
            progress.oneChannelOnly();
        }
        int recognized = twins() ? 1 : channels;
        for (int channel = 0; channel < recognized; channel++) {
            tracks.add(maker.make(recognized == 1));
            loudness.add(new Loudness());
        }
    }

    /** The recording has ended: what was heard on each channel that was recognised. */
    List<Heard.Channel> finish() throws IOException, InterruptedException, ExecutionException {
        if (finding == Twins.Finding.UNDECIDED) {
            finding = twins.end() == Twins.Finding.SAME ? Twins.Finding.SAME : Twins.Finding.DIFFERENT;
        }
        passOn();
        List<Heard.Channel> heard = new ArrayList<>();
        for (int channel = 0; channel < tracks.size(); channel++) {
            Spoken spoken = tracks.get(channel).finish();
            if (tracks.size() == 1) {
                voices.print(spoken.prints());
            }
            List<Word> words = Heard.onTheClock(spoken.words(), seconds());
            heard.add(new Heard.Channel(channel, words, loudness.get(channel).silent()));
        }
        return heard;
    }

    /** Of sound that were heard. */
    double seconds() {
        return Samples.seconds(samples);
    }

    /** Whether two channels are the same, as far as is known. */
    boolean twins() {
        return finding == Twins.Finding.SAME;
    }

    @Override
    public void close() {
        tracks.forEach(Track::close);
    }
}
