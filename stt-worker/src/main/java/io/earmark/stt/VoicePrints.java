package io.earmark.stt;

import io.earmark.call.Word;
import io.earmark.stt.voice.Pauses;
import io.earmark.stt.voice.VoicePrint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints of the voices in a stretch whose words are known. The recogniser gives one print for each of its results, and a
 * result ends at a pause of half a second or more, within which two may have taken turns. So the words between two short
 * pauses are recognised once more by themselves, for their print alone.
 */
final class VoicePrints {

    private static final Logger log = LoggerFactory.getLogger(VoicePrints.class);

    /** In less there is too little of a voice. */
    private static final double LEAST_SECONDS = 1;
    /** A recogniser wants to hear some silence before and after. */
    private static final double MARGIN_SECONDS = 0.1;

    private final SpeechRecognizer engine;
    private final List<byte[]> pcm;
    private final RecognitionProgress progress;
    private long left;

    /** @param left samples of progress that this is worth */
    VoicePrints(SpeechRecognizer engine, List<byte[]> pcm, RecognitionProgress progress, long left) {
        this.engine = engine;
        this.pcm = pcm;
        this.progress = progress;
        this.left = left;
    }

    /** Failing costs prints, never words. */
    List<VoicePrint> of(List<Word> words) throws InterruptedException {
        List<VoicePrint> prints = new ArrayList<>();
        try {
            for (List<Word> part : Pauses.parted(words)) {
                print(part.get(0).start(), part.get(part.size() - 1).end()).ifPresent(prints::add);
            }
        } catch (IOException e) {
            log.warn("Voices are told apart without the speaker model, which failed", e);
            return List.of();
        } finally {
            heard(left);
        }
        return prints;
    }

    private Optional<VoicePrint> print(double start, double end) throws IOException, InterruptedException {
        if (end - start < LEAST_SECONDS) {
            return Optional.empty();
        }
        try (SpeechRecognizer.Session session = engine.open(true)) {
            for (byte[] piece : between(start - MARGIN_SECONDS, end + MARGIN_SECONDS)) {
                session.accept(piece, piece.length);
                heard(piece.length / Samples.BYTES / 2);
            }
            return session.finish().prints().stream()
                    .max(Comparator.comparingInt(VoicePrint::frames))
                    .map(print -> print.at(start, end));
        }
    }

    /** Pauses and what is too short are not heard again, and margins twice. */
    private void heard(long samples) {
        long told = Math.min(left, samples);
        left -= told;
        progress.add(told);
    }

    private List<byte[]> between(double start, double end) {
        long from = Math.max(0, (long) (start * Samples.PER_SECOND)) * Samples.BYTES;
        long to = (long) (end * Samples.PER_SECOND) * Samples.BYTES;
        List<byte[]> pieces = new ArrayList<>();
        long at = 0;
        for (byte[] piece : pcm) {
            int first = (int) Math.max(0, Math.min(piece.length, from - at));
            int last = (int) Math.max(0, Math.min(piece.length, to - at));
            if (first < last) {
                pieces.add(Arrays.copyOfRange(piece, first, last));
            }
            at += piece.length;
        }
        return pieces;
    }
}
