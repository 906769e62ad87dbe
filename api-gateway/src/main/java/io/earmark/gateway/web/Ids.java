package io.earmark.gateway.web;

import io.earmark.call.CallId;
import io.earmark.job.JobId;

/** Ids as they come in paths: one that is no UUID is as unknown as one that was never given out. */
public final class Ids {

    private Ids() {}

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
