package io.earmark.stt;

import io.earmark.work.JobContext;

/**
 * How much of all channels together is recognised. Never goes back, even if the recording is begun anew. Where one channel
 * alone is recognised, that is not all: its speakers are to be told apart afterwards.
 */
final class RecognitionProgress {

    /** Of a recording with one channel, the share that recognising it is. */
    static final double SHARE_OF_ONE_CHANNEL = 0.95;

    private final JobContext job;
    private final double oneChannel;
    private final double allChannels;
    private double samples;
    private long done;
    private double told;

    /** @param seconds that the recording is expected to last */
    RecognitionProgress(JobContext job, double seconds, int channels) {
        this.job = job;
        this.oneChannel = Math.max(1, seconds * Samples.PER_SECOND);
        this.allChannels = oneChannel * channels;
        this.samples = allChannels;
    }

    /** In one thread at a time, or an older figure could be told after a newer one. */
    synchronized void add(long recognized) {
        done += recognized;
        double share = samples > oneChannel ? 1 : SHARE_OF_ONE_CHANNEL;
        told = Math.max(told, share * Math.min(1, done / samples));
        job.progress(told, "recognising");
    }

    /** The other one of two carries the same. */
    synchronized void oneChannelOnly() {
        samples = oneChannel;
    }

    /** Everything so far was for nothing. */
    synchronized void restart() {
        done = 0;
        samples = allChannels;
    }
}
