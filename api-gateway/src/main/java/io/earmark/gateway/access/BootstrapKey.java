package io.earmark.gateway.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Lets the key in that the operator gave from outside; with all scopes, for there must be one to begin with. */
@Component
class BootstrapKey implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(BootstrapKey.class);

    private final ApiKeys keys;
    private final AccessSettings settings;

    BootstrapKey(ApiKeys keys, AccessSettings settings) {
        this.keys = keys;
        this.settings = settings;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        String key = settings.bootstrapKey();
        if (key != null && !keys.keep("default", "bootstrap", new KeySecret(key))) {
            log.warn("earmark.access.bootstrap-key was revoked or rotated and is let in no more: set another one.");
        }
    }
}
