package io.earmark.gateway.intake;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Names and terms that may be said in every call of a tenant, besides those that come with the call. A call keeps those it
 * was accepted with.
 *
 * @param vocabulary by tenant
 */
@ConfigurationProperties("earmark.intake")
record TenantVocabulary(@DefaultValue Map<String, List<String>> vocabulary) {

    List<String> of(String tenant) {
        return vocabulary.getOrDefault(tenant, List.of());
    }
}
