package io.earmark.store;

import io.earmark.job.JobKind;

/**
 * Told in the process that enqueued a job, as soon as it is committed, instead of by the database's NOTIFY. It must not wait:
 * whoever enqueues waits for it.
 */
@FunctionalInterface
public interface DueListener {

    void due(JobKind kind);
}
