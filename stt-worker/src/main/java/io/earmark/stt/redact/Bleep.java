package io.earmark.stt.redact;

import io.earmark.call.Redacted.Mask;
import io.earmark.stt.audio.AudioDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a tone in the place of what must not be heard: on all channels, since a voice leaks from its own to others, and a
 * little more than the words, since their times are not exact.
 */
final class Bleep {

    static final double MARGIN_SECONDS = 0.15;

    private static final int RATE = AudioDecoder.SAMPLE_RATE;
    private static final int HERTZ = 1_000;
    /** Of full scale: quieter than speech. */
    private static final double LOUDNESS = 0.06;

    private record Range(long from, long to) {}

    private final int channels;
    private final List<Range> ranges = new ArrayList<>();
    private long heard;
    private int next;

    /** @param masks in order of start */
    Bleep(List<Mask> masks, int channels) {
        this.channels = channels;
        for (Mask mask : masks) {
            long from = Math.max(0, (long) ((mask.start() - MARGIN_SECONDS) * RATE));
            long to = (long) Math.ceil((mask.end() + MARGIN_SECONDS) * RATE);
            Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
            if (last != null && from <= last.to()) {
                ranges.set(ranges.size() - 1, new Range(last.from(), Math.max(last.to(), to)));
            } else {
                ranges.add(new Range(from, to));
            }
        }
    }

    /** What follows of the recording: 16 bit, little-endian, a sample of each channel in turn. */
    void over(byte[] pcm, int length) {
        int frames = length / (2 * channels);
        for (int frame = 0; frame < frames; frame++, heard++) {
            while (next < ranges.size() && ranges.get(next).to() <= heard) {
                next++;
            }
            if (next < ranges.size() && ranges.get(next).from() <= heard) {
                tone(pcm, frame);
            }
        }
    }

    private void tone(byte[] pcm, int frame) {
        int sample = (int) (LOUDNESS * Short.MAX_VALUE * Math.sin(2 * Math.PI * HERTZ * (heard % RATE) / RATE));
        for (int at = 2 * channels * frame; at < 2 * channels * (frame + 1); at += 2) {
            pcm[at] = (byte) sample;
            pcm[at + 1] = (byte) (sample >> 8);
        }
    }
}
