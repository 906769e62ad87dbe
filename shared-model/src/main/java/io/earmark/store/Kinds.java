package io.earmark.store;

import io.earmark.job.JobKind;
import java.time.Instant;
import java.util.Map;

/**
 * Which kinds of job are paused. Of a paused kind nothing is announced and nothing claimed; what runs, runs on. Kept in
 * the database: it holds for every process at once, and through restarts.
 */
public interface Kinds {

    /** @param by who paused it */
    record Pause(Instant since, String by) {}

    /** Pauses a kind; one that is paused already stays so, since then. */
    void pause(JobKind kind, String by);

    /** Lets a kind go on, and wakes the relays. One that is not paused is no error. */
    void resume(JobKind kind);

    /** The paused ones. */
    Map<JobKind, Pause> paused();
}
