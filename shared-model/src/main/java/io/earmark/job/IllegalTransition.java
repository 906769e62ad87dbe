package io.earmark.job;

/** Somebody wanted a job to move in a way that {@link JobState} does not name. */
public final class IllegalTransition extends IllegalStateException {

    private static final long serialVersionUID = 1;

    public IllegalTransition(JobId id, JobState from, JobState to) {
        super("Job " + id + " is " + from + " and cannot become " + to);
    }
}
