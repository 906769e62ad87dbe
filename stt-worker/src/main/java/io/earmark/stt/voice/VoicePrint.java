package io.earmark.stt.voice;

/**
 * How the voice in a stretch of words sounds to a speaker model: an x-vector (D. Snyder and others, "X-vectors:
 * robust DNN embeddings for speaker recognition", ICASSP 2018). If two took turns in it, it is a mixture of both.
 *
 * @param start  of the first word, in seconds
 * @param end    of the last word
 * @param frames of 10 ms with speech that it was made from
 * @param vector finite numbers, not to be changed; two of the same model are compared by the cosine between them
 */
public record VoicePrint(double start, double end, int frames, float[] vector) {

    /** The same voice, at another time. */
    public VoicePrint at(double newStart, double newEnd) {
        return new VoicePrint(newStart, newEnd, frames, vector);
    }
}
