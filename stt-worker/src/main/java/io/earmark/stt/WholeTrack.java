package io.earmark.stt;

import java.io.IOException;

/** A channel recognised in one piece: fed to one session as it comes. */
final class WholeTrack implements Track {

    private final SpeechRecognizer.Session session;
    private final RecognitionProgress progress;

    WholeTrack(SpeechRecognizer.Session session, RecognitionProgress progress) {
        this.session = session;
        this.progress = progress;
    }

    @Override
    public void accept(byte[] pcm) throws IOException, InterruptedException {
        session.accept(pcm, pcm.length);
        progress.add(pcm.length / Samples.BYTES);
    }

    @Override
    public Spoken finish() throws IOException, InterruptedException {
        return session.finish();
    }

    @Override
    public void close() {
        session.close();
    }
}
