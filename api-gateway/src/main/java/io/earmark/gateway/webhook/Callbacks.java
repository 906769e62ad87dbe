package io.earmark.gateway.webhook;

import io.earmark.gateway.outbound.AddressGuard;
import io.earmark.gateway.outbound.OutboundRefused;
import io.earmark.gateway.secrets.SecretBox;
import io.earmark.gateway.web.Problem;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The {@code callbackUrl} of a submission: who is told what becomes of it, without having registered anything. */
@Component
public class Callbacks {

    private static final String INSERT = """
            insert into webhook_callback (endpoint_id, call_id, job_id)
            values (:endpoint, cast(:call as uuid), cast(:job as uuid))
            """;

    private final AddressGuard guard;
    private final SecretBox box;
    private final Endpoints endpoints;
    private final SigningKeys keys;
    private final JdbcClient jdbc;

    Callbacks(AddressGuard guard, SecretBox box, Endpoints endpoints, SigningKeys keys, JdbcClient jdbc) {
        this.guard = guard;
        this.box = box;
        this.endpoints = endpoints;
        this.keys = keys;
        this.jdbc = jdbc;
    }

    /**
     * Checks a URL before anything is kept; null stays null.
     *
     * @throws Problem 422 if nothing is sent there; 503 if the server can keep no signing keys
     */
    public @Nullable String check(@Nullable String callbackUrl) {
        if (callbackUrl == null || callbackUrl.isBlank()) {
            return null;
        }
        box.requireKey();
        try {
            return guard.read(callbackUrl.strip()).toString();
        } catch (OutboundRefused e) {
            throw refused("callbackUrl", e);
        }
    }

    static Problem refused(String name, OutboundRefused e) {
        return new Problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "url-refused",
                "Nothing is sent to this URL",
                name + " is refused. " + e.sentence());
    }

    /** In the transaction that creates the job, after it. A recording's callback is told of its coaching too. */
    public void register(@Nullable String checkedUrl, Job job) {
        if (checkedUrl == null) {
            return;
        }
        register(endpoint(job.tenant(), checkedUrl), job);
    }

    /** The endpoint of a URL that several jobs have in common; in a transaction. */
    public UUID endpoint(String tenant, String checkedUrl) {
        keys.ofTenant(tenant);
        return endpoints.callback(tenant, checkedUrl);
    }

    /** As {@link #register(String, Job)}, by {@link #endpoint}; it is left as it is, enabled or not. */
    public void register(UUID endpoint, Job job) {
        boolean whole = job.kind() == JobKind.TRANSCRIBE && job.callId() != null;
        jdbc.sql(INSERT)
                .param("endpoint", endpoint)
                .param("call", whole && job.callId() != null ? job.callId().value() : null)
                .param("job", whole ? null : job.id().value())
                .update();
    }
}
