package io.earmark.gateway.access;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;

/**
 * {@code RateLimit-Policy} and {@code RateLimit} as draft-ietf-httpapi-ratelimit-headers-10 has them: what there may be
 * (quota {@code q} in a window of {@code w} seconds), and what is left ({@code r}, whole again in {@code t} seconds). Each
 * policy is a member of the list; they come in lines of their own.
 */
final class RateHeaders {

    private RateHeaders() {}

    static void tell(
            HttpServletResponse response, String policy, long quota, Duration window, long left, Duration whole) {
        response.addHeader("RateLimit-Policy", "\"" + policy + "\";q=" + quota + ";w=" + window.toSeconds());
        response.addHeader("RateLimit", "\"" + policy + "\";r=" + left + ";t=" + seconds(whole));
    }

    /** Rounded up: who comes back then does not come too early. */
    static long seconds(Duration time) {
        return time.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
