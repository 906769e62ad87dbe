package io.earmark.job;

/**
 * Where a job stands. A job waits in QUEUED and RETRYING: for its {@code notBefore}, for its turn, and for its kind to be
 * resumed if that is paused. The aggregate {@link Job} refuses every move that is not named here.
 */
public enum JobState {
    /** Accepted, not begun. Exits: a worker claims it (RUNNING), or it is cancelled (CANCELLED). */
    QUEUED,
    /**
     * A worker holds its lease. Exits: SUCCEEDED with a result; FAILED for a permanent failure or after the last
     * attempt; RETRYING after any other failure or when the lease ran out; QUEUED when a worker that shuts down hands
     * it back; CANCELLED, which every one of these becomes once a person has asked for it.
     */
    RUNNING,
    /** Waits for its next attempt. Exits: a worker claims it (RUNNING), or it is cancelled (CANCELLED). */
    RETRYING,
    /**
     * Done; its result is kept. Maybe with warnings. A transcription may be born here: asked to reuse the result of
     * another that did the same, it copies that and is never claimed. No exit.
     */
    SUCCEEDED,
    /** Given up; the failure says why. Exit: a person has it tried afresh (QUEUED). */
    FAILED,
    /** Stopped by a person. No exit. */
    CANCELLED;

    /** Whether no worker will touch the job again unless a person says so. */
    public boolean isTerminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }

    /** Whether a worker may claim the job, now or later; it has an outbox entry then, and at no other time. */
    public boolean isWaiting() {
        return this == QUEUED || this == RETRYING;
    }

    public boolean canBecome(JobState next) {
        return switch (this) {
            case QUEUED, RETRYING -> next == RUNNING || next == CANCELLED;
            case RUNNING -> next != RUNNING;
            case FAILED -> next == QUEUED;
            case SUCCEEDED, CANCELLED -> false;
        };
    }
}
