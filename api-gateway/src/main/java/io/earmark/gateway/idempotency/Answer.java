package io.earmark.gateway.idempotency;

import io.earmark.job.JobId;
import org.jspecify.annotations.Nullable;

/**
 * What a submission was answered when it was accepted.
 *
 * @param job      that it made; null if it made a batch
 * @param location of the job or batch
 * @param body     JSON, given again to the letter
 */
public record Answer(@Nullable JobId job, int status, String location, String body) {}
