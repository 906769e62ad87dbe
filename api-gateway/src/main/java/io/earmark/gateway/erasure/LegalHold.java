package io.earmark.gateway.erasure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Nobody removes the call, neither by hand nor by retention.
 *
 * @param since null if it is not held
 */
record LegalHold(
        @Nullable Instant since,
        @Nullable String reason,
        @Nullable String by) {}
