package io.earmark.work;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobStore;
import io.earmark.call.Call;
import io.earmark.call.Coaching;
import io.earmark.call.Redacted;
import io.earmark.call.Transcript;
import io.earmark.job.JobId;
import io.earmark.job.Warning;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a handler knows of its job, and whom it tells how far it is. Safe for use by several threads. */
public interface JobContext {

    JobId id();

    /** Which try this is, from 1. */
    int attempt();

    /** What was asked for, such as a {@code SpeakRequest}. */
    <T> T request(Class<T> type);

    /** The call that the job is about. @throws PermanentFailure if it is about none, or the call is gone */
    Call call();

    /** The call's recording as it came in, as a file, to be read only. @throws PermanentFailure if it is gone */
    default Path recording() throws IOException {
        return file(call().audio());
    }

    /**
     * What may be heard of the call, as a file, to be read only: the recording, or its redacted copy where something in
     * it must not be heard.
     *
     * @throws PermanentFailure if it is gone, or was never made
     */
    default Path servedRecording() throws IOException {
        if (!call().metadata().redacts()) {
            return recording();
        }
        Redacted redacted = transcript().redacted();
        if (redacted == null) {
            throw new PermanentFailure(
                    "redaction-missing",
                    "The call was not redacted",
                    "Parts of the call must not be heard, but a worker that knows nothing of that transcribed it."
                            + " Send it again.");
        }
        return file(redacted.audio());
    }

    private Path file(BlobRef audio) throws IOException {
        try {
            return blobs().file(audio, scratch());
        } catch (NoSuchFileException e) {
            throw new PermanentFailure(
                    "recording-gone",
                    "The recording is gone",
                    "The audio of call " + call().id()
                            + " is not in the blob store. If the store was only out of reach,"
                            + " have the job tried afresh when it is back.");
        }
    }

    /** The call's finished transcript. @throws PermanentFailure if there is none */
    Transcript transcript();

    /** The call's finished coaching. @throws PermanentFailure if there is none */
    Coaching coaching();

    BlobStore blobs();

    /** An empty directory for this attempt alone; removed with all that is in it when the attempt ends. */
    Path scratch();

    /**
     * Tells how far the job is. Cheap: written with the next heartbeat.
     *
     * @param fraction 0 to 1; a step back is ignored
     * @param stage    what is being done, in a word or two, such as {@code recognising}
     */
    void progress(double fraction, String stage);

    /** Notes what could not be done, without failing the job. */
    void warn(Warning warning);

    /** To be called often by work that does not block. @throws InterruptedException if the job must stop */
    void checkCancelled() throws InterruptedException;
}
