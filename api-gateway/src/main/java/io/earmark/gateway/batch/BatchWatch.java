package io.earmark.gateway.batch;

import io.earmark.gateway.status.Watch;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks at the batches that clients follow, as often as their items go on. What tells how they stand is all there is to see. */
@Component
class BatchWatch extends Watch<UUID, BatchView, BatchView> {

    private final BatchTable batches;
    private final BatchProgress progress;

    BatchWatch(BatchTable batches, BatchProgress progress, BatchSettings settings, MeterRegistry meters) {
        super("batches", settings.poll(), meters);
        this.batches = batches;
        this.progress = progress;
    }

    @Override
    protected Map<UUID, BatchView> standings(Set<UUID> watched) {
        return progress.views(batches.findAll(watched)).stream()
                .collect(Collectors.toMap(view -> UUID.fromString(view.id()), Function.identity()));
    }

    @Override
    protected Map<UUID, BatchView> wholes(Set<UUID> watched, Map<UUID, BatchView> standings) {
        return standings;
    }
}
