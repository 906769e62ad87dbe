package io.earmark.tts;

import io.earmark.call.SpeakRequest;
import io.earmark.job.JobKind;
import io.earmark.work.JobHandler;
import io.earmark.work.RecordingJobContext;

class SpeakHandlerContractTest extends SpeechContract {

    @Override
    protected JobHandler handler() {
        return new SpeakHandler(mary, mixer);
    }

    @Override
    protected JobKind expectedKind() {
        return JobKind.SPEAK;
    }

    @Override
    protected RecordingJobContext prepare(RecordingJobContext job) {
        return job.withRequest(
                new SpeakRequest("Good morning. This is Sarah. How are you today?", null, 1.2, 2, "mp3"));
    }
}
