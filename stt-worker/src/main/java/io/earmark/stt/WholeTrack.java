package io.earmark.stt;

import io.earmark.call.Word;
import java.io.IOException;
import java.util.List;

/** A channel recognised in one piece: fed to one session as it comes. */
final class WholeTrack implements Track {

    private final SpeechRecognizer.Session session;
    private final RecognitionProgress progress;

    WholeTrack(SpeechRecognizer engine, RecognitionProgress progress) throws IOException {
        this.session = engine.open();
        this.progress = progress;
    }

    @Override
    public void accept(byte[] pcm) throws IOException, InterruptedException {
        session.accept(pcm, pcm.length);
        progress.add(pcm.length / Samples.BYTES);
    }

    @Override
    public List<Word> finish() throws IOException, InterruptedException {
        return session.finish();
    }

    @Override
    public void close() {
        session.close();
    }
}
