package io.earmark.gateway.idempotency;

import io.earmark.job.JobId;

/**
 * What a submission was answered when it was accepted.
 *
 * @param job      that it made
 * @param location of the job
 * @param body     JSON, given again to the letter
 */
public record Answer(JobId job, int status, String location, String body) {}
