package io.earmark.job;

/** Somebody wanted a job to move in a way that {@link JobState} does not name. */
public final class IllegalTransition extends IllegalStateException {

    private static final long serialVersionUID = 1;

    public IllegalTransition(JobId id, JobState from, JobState to) {
        this(id, from, "become " + to);
    }

    /** @param what such as {@code become RUNNING} */
    IllegalTransition(JobId id, JobState from, String what) {
        super("Job " + id + " is " + from + " and cannot " + what);
    }
}
