package io.earmark.gateway.access;

import io.earmark.gateway.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Which tenants' keys may do what concerns other tenants too. The scope that it needs is asked for besides: an operator's
 * key that may only read pauses nothing.
 */
@Component
public class Operators {

    private final AccessSettings settings;

    Operators(AccessSettings settings) {
        this.settings = settings;
    }

    /** @throws Problem 403 unless the tenant is an operator's */
    public void check(String tenant) {
        if (!settings.operators().contains(tenant)) {
            throw new Problem(
                    HttpStatus.FORBIDDEN,
                    "operators-only",
                    "Only an operator may do this",
                    "It concerns every tenant. Use a key of an operator: earmark.access.operators names their tenants.");
        }
    }
}
