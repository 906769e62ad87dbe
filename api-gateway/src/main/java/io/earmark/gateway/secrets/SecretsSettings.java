package io.earmark.gateway.secrets;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The operator's keys, 256 bits each, as 64 hexadecimal digits or in base64. They are kept outside of the database: who
 * has its backup alone can read no secret.
 *
 * @param key      what secrets are encrypted with
 * @param formerly keys of before, to read what was encrypted with them
 */
@ConfigurationProperties("earmark.secrets")
public record SecretsSettings(
        @Nullable String key, @DefaultValue List<String> formerly) {}
