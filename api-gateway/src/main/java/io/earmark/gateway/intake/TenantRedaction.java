package io.earmark.gateway.intake;

import io.earmark.call.CallMetadata;
import io.earmark.call.Sensitive;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What must not be read or heard in any call of a tenant, besides what a call itself asks for. A call keeps the rule that it
 * was accepted under.
 *
 * @param redact        labels of {@link Sensitive}, by tenant
 * @param dropOriginals tenants of which no recording is kept as it came in, where anything of it is redacted
 */
@ConfigurationProperties("earmark.intake")
record TenantRedaction(
        @DefaultValue Map<String, List<String>> redact,
        @DefaultValue Set<String> dropOriginals) {

    TenantRedaction {
        redact.values().stream().flatMap(List::stream).forEach(label -> {
            if (Sensitive.of(label).isEmpty()) {
                throw new IllegalArgumentException("earmark.intake.redact names '" + label + "'; it can name "
                        + String.join(", ", Sensitive.labels()) + ".");
            }
        });
    }

    CallMetadata applied(String tenant, CallMetadata told) {
        return told.withRedaction(redact.getOrDefault(tenant, List.of()), dropOriginals.contains(tenant));
    }
}
