package io.earmark.moment;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the coaching worker.
 *
 * @param playbook         a YAML file to use instead of the bundled playbook
 * @param monologueSeconds an agent who holds the floor for longer gets a moment for it
 */
@ConfigurationProperties("earmark.moment")
record MomentSettings(
        @Nullable Path playbook, @DefaultValue("60") double monologueSeconds) {

    MomentSettings {
        if (!(monologueSeconds > 0)) {
            throw new IllegalArgumentException("earmark.moment.monologue-seconds must be more than 0.");
        }
    }
}
