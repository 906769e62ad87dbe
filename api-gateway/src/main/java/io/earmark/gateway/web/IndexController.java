package io.earmark.gateway.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells who answers here, and where to go on. Needs no key. */
@RestController
class IndexController {

    /** @param version null where the program was not started from its archive */
    record Index(
            String name,
            @Nullable String version,
            String authorization,
            List<String> paths,
            Map<String, String> links) {}

    @GetMapping("/")
    Index index() {
        return new Index(
                "Earmark",
                IndexController.class.getPackage().getImplementationVersion(),
                "Bearer KEY",
                List.of(
                        "POST /transcribe",
                        "POST /speak",
                        "POST /replay",
                        "POST /batches",
                        "GET /jobs",
                        "GET /calls",
                        "GET /kinds",
                        "GET /webhooks",
                        "GET /keys"),
                Map.of("openapi", "/openapi", "jobs", "/jobs", "calls", "/calls", "health", "/actuator/health"));
    }
}
