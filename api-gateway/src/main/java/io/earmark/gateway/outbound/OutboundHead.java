package io.earmark.gateway.outbound;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of an answer.
 *
 * @param location   of a redirect, as it came
 * @param retryAfter the header {@code Retry-After}, as it came
 * @param bytes      that follow, as the server says; null if it does not
 */
public record OutboundHead(
        int status,
        @Nullable String location,
        @Nullable String retryAfter,
        @Nullable Long bytes) {

    static OutboundHead of(HttpResponse response) {
        String length = first(response, "Content-Length");
        return new OutboundHead(
                response.getCode(),
                first(response, "Location"),
                first(response, "Retry-After"),
                length != null && length.matches("\\d{1,18}") ? Long.valueOf(length) : null);
    }

    private static @Nullable String first(HttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}
