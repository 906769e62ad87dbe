package io.earmark.stt;

import io.earmark.call.Word;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises stretches of one recording, several at a time, in the order in which they come. No more than twice as many as
 * run are held in memory: who brings one more waits.
 */
final class Stretches implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Stretches.class);

    private static final int STOP_SECONDS = 10;
    /** Digital silence, with the idle noise of a μ-law line: nothing that a recogniser should guess words from. */
    private static final int INAUDIBLE = 8;

    private final SpeechRecognizer engine;
    private final RecognitionProgress progress;
    private final RecognitionSettings settings;
    private final ExecutorService threads;
    private final Semaphore places;
    private final CompletableFuture<Void> failed = new CompletableFuture<>();

    Stretches(SpeechRecognizer engine, RecognitionProgress progress, RecognitionSettings settings) {
        this.engine = engine;
        this.progress = progress;
        this.settings = settings;
        int parallel = settings.threads();
        this.threads = Executors.newFixedThreadPool(parallel);
        this.places = new Semaphore(2 * parallel);
    }

    /**
     * @param pcm    a second or less in each piece
     * @param start  of the stretch, in samples from the channel's start
     * @param voices whether they are to be told, too
     * @return what was said, in seconds from the channel's start
     * @throws ExecutionException if an earlier stretch has failed
     */
    Future<Spoken> recognize(List<byte[]> pcm, long start, boolean voices)
            throws InterruptedException, ExecutionException {
        places.acquire();
        if (failed.isDone()) {
            failed.get();
        }
        return threads.submit(() -> {
            try {
                return spoken(pcm, voices).after(Samples.seconds(start));
            } catch (IOException | InterruptedException | RuntimeException e) {
                failed.completeExceptionally(e);
                throw e;
            } finally {
                places.release();
            }
        });
    }

    private Spoken spoken(List<byte[]> pcm, boolean voices) throws IOException, InterruptedException {
        if (pcm.stream().allMatch(Stretches::isSilent)) {
            pcm.forEach(piece -> progress.add(piece.length / Samples.BYTES));
            return Spoken.NOTHING;
        }
        boolean printed = voices && engine.tellsVoices();
        long left =
                pcm.stream().mapToLong(piece -> piece.length / Samples.BYTES).sum();
        try (SpeechRecognizer.Session session = settings.open(engine, false)) {
            for (byte[] piece : pcm) {
                if (failed.isDone()) {
                    throw new InterruptedException("Another stretch of the recording has failed");
                }
                session.accept(piece, piece.length);
                // What is heard once more for the voices is half done.
                long heard = piece.length / Samples.BYTES / (printed ? 2 : 1);
                progress.add(heard);
                left -= heard;
            }
            List<Word> words = session.finish().words();
            return new Spoken(words, printed ? new VoicePrints(engine, pcm, progress, left).of(words) : List.of());
        }
    }

    private static boolean isSilent(byte[] pcm) {
        for (int i = 0; i < pcm.length / Samples.BYTES; i++) {
            if (Math.abs(Samples.at(pcm, i)) > INAUDIBLE) {
                return false;
            }
        }
        return true;
    }

    /** Waits for those that run: nothing may be at work any more when the job is over. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("The recognition of a stretch does not stop; its thread is left to itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
