package io.earmark.standalone;

import io.earmark.job.Failure;
import io.earmark.standalone.client.JobStatus;
import java.util.Locale;

/** Says in a sentence how a job ended that has no result. */
final class Failures {

    private Failures() {}

    static String sentence(JobStatus job) {
        Failure error = job.error();
        String what = job.kind().name().toLowerCase(Locale.ROOT) + " "
                + job.state().name().toLowerCase(Locale.ROOT);
        return error == null ? what + "." : what + ": " + error.title() + ". " + error.detail();
    }
}
