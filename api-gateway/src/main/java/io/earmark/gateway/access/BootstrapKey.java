package io.earmark.gateway.access;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Lets the key in that the operator gave from outside. */
@Component
class BootstrapKey implements ApplicationRunner {

    private final ApiKeys keys;
    private final AccessSettings settings;

    BootstrapKey(ApiKeys keys, AccessSettings settings) {
        this.keys = keys;
        this.settings = settings;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        String key = settings.bootstrapKey();
        if (key != null) {
            keys.keep("default", "bootstrap", key);
        }
    }
}
