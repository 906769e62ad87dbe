package io.earmark.gateway.intake;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may wait before submissions are refused.
 *
 * @param maxWaitingPerTenant jobs of one tenant
 * @param maxWaiting          jobs of all tenants
 */
@ConfigurationProperties("earmark.intake")
record BacklogSettings(
        @DefaultValue("100000") long maxWaitingPerTenant,
        @DefaultValue("250000") long maxWaiting) {}
