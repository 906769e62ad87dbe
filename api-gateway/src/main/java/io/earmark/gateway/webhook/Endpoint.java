package io.earmark.gateway.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where events go.
 *
 * @param types        what it is told; empty for everything
 * @param notice       why it is not enabled
 * @param failingSince since when nothing got through; null while all is well
 */
record Endpoint(
        UUID id,
        String tenant,
        Kind kind,
        String url,
        @Nullable String description,
        List<String> types,
        Payload payload,
        State state,
        @Nullable String notice,
        Instant createdAt,
        @Nullable Instant failingSince) {

    enum Kind {
        /** Registered by the tenant. */
        ENDPOINT,
        /** A URL that came with a submission. */
        CALLBACK
    }

    enum Payload {
        /** Ids and links. */
        THIN,
        /** What the links lead to as well, where it fits. */
        FULL
    }

    enum State {
        /** Told of everything that it asked for. */
        ENABLED,
        /** Failed for too long: events wait for it until somebody enables it. */
        PAUSED,
        /** Told of nothing: it was switched off, or answered that it is gone. */
        DISABLED
    }
}
