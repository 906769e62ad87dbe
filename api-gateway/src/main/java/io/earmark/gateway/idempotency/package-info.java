/** {@code Idempotency-Key}: a submission that comes twice creates one job and gets one answer. */
@NullMarked
package io.earmark.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
