package io.earmark.gateway.web;

import io.earmark.call.CallId;
import io.earmark.job.JobId;
import java.util.Optional;
import java.util.UUID;

/** Ids as they come in paths: one that is no UUID is as unknown as one that was never given out. */
public final class Ids {

    private Ids() {}

    /** Empty unless it is one, whole: Java alone would take {@code 1-1-1-1-1}, too. */
    public static Optional<UUID> uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public static JobId job(String text) {
        try {
            return JobId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("job", text);
        }
    }

    public static CallId call(String text) {
        try {
            return CallId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("call", text);
        }
    }
}
