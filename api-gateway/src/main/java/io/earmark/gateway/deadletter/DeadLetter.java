package io.earmark.gateway.deadletter;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that no worker could use.
 *
 * @param times      how often it came: more than once if the gateway died before it could acknowledge, or if the broker
 *                   does not tell two of the same content apart
 * @param queue      where it died, if the broker tells
 * @param reason     why, in the broker's word, such as {@code rejected} or {@code delivery_limit}
 * @param properties as JSON, the headers among them
 * @param jobId      the job that it names, if it names one
 * @param kind       as it names it; maybe one that this version does not know
 * @param complaint  why it is no message of ours; null if it is one
 */
record DeadLetter(
        UUID id,
        Instant receivedAt,
        Instant lastAt,
        int times,
        @Nullable String queue,
        @Nullable String reason,
        byte[] body,
        String properties,
        @Nullable UUID jobId,
        @Nullable String kind,
        @Nullable String complaint) {}
