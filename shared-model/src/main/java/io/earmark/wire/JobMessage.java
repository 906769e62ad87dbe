package io.earmark.wire;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;

/** Tells a worker that a job waits. The job itself is in the database: this is only a hint, and may come twice. */
public record JobMessage(JobId id, JobKind kind) {}
