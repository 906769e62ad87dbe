package io.earmark.call;

import io.earmark.blob.BlobRef;
import java.util.List;

/**
 * What was taken out of a transcript, and the copy of the recording in which nobody hears it.
 *
 * @param masks     in order of start; empty if nothing was found
 * @param audio     the copy: all channels, on the same clock as the recording
 * @param mediaType of the copy
 */
public record Redacted(List<Mask> masks, BlobRef audio, String mediaType) {

    /**
     * A stretch that was masked. Times are seconds from the start of the recording, of the words; the tone in the copy
     * begins a little earlier and ends a little later, and is on every channel.
     *
     * @param channel on which the words were, from 0
     */
    public record Mask(Sensitive kind, int channel, double start, double end) {}
}
