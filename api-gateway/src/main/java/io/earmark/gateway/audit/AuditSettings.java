package io.earmark.gateway.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param keep how long entries are kept; a day or more */
@ConfigurationProperties("earmark.audit")
record AuditSettings(@DefaultValue("365d") Duration keep) {

    AuditSettings {
        if (keep.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("earmark.audit.keep must be 1d or more.");
        }
    }
}
