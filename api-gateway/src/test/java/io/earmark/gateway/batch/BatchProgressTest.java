package io.earmark.gateway.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.Postgres;
import io.earmark.SettableClock;
import io.earmark.call.CallMetadata;
import io.earmark.gateway.Statements;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

class BatchProgressTest {

    private static final int MANY = 40;

    private final Statements statements = new Statements(Postgres.migrated());
    private final JdbcClient jdbc = JdbcClient.create(statements);
    private final BatchTable batches = new BatchTable(jdbc, new JsonMapper());
    private final SettableClock clock = new SettableClock();
    private final BatchProgress progress = new BatchProgress(jdbc, batches, clock);

    @Test
    void how_many_batches_stand_is_four_questions_however_many_they_are() {
        Set<UUID> ids =
                IntStream.range(1, MANY).mapToObj(this::batchOf).map(Batch::id).collect(Collectors.toSet());
        ids.add(UUID.randomUUID());
        statements.forget();
        List<BatchView> views = progress.views(batches.findAll(ids));
        assertThat(statements.all()).hasSize(4);
        assertThat(views)
                .hasSize(MANY - 1)
                .allSatisfy(view -> assertThat(view.counts())
                        .containsEntry(ItemState.AWAITING_UPLOAD, view.items())
                        .containsEntry(ItemState.FAILED, 0));
    }

    private Batch batchOf(int items) {
        Batch batch =
                new Batch(UUID.randomUUID(), "t", null, Batch.State.OPEN, 3, false, items, clock.instant(), null, null);
        Manifest.Item item = new Manifest.Item(null, null, null, null, CallMetadata.NONE, null, null);
        batches.insert(batch, false, null, Collections.nCopies(items, item));
        return batch;
    }
}
