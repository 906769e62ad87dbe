package io.earmark.gateway.outbound;

import org.jspecify.annotations.Nullable;

/**
 * What a server answered.
 *
 * @param retryAfter the header {@code Retry-After}, as it came
 * @param beginning  of the body, as text; the rest was not read
 */
public record OutboundAnswer(int status, @Nullable String retryAfter, String beginning) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
