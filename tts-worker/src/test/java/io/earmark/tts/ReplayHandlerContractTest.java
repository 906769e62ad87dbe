package io.earmark.tts;

import io.earmark.call.ReplayRequest;
import io.earmark.job.JobKind;
import io.earmark.work.JobHandler;
import io.earmark.work.RecordingJobContext;
import java.io.IOException;

class ReplayHandlerContractTest extends SpeechContract {

    @Override
    protected JobHandler handler() {
        return new ReplayHandler(mary, mixer, 1.5);
    }

    @Override
    protected JobKind expectedKind() {
        return JobKind.REPLAY;
    }

    @Override
    protected RecordingJobContext prepare(RecordingJobContext job) throws IOException {
        return SampleCall.into(job).withRequest(new ReplayRequest("m1", "wav"));
    }
}
