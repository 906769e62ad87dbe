package io.earmark.gateway.batch;

import io.earmark.gateway.status.Followed;
import io.earmark.gateway.web.EntityTag;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** A batch as it is followed. That the time left is another is no event of its own. */
final class BatchEvents implements Followed<UUID, BatchView, BatchView> {

    @Override
    public UUID key(BatchView batch) {
        return UUID.fromString(batch.id());
    }

    @Override
    public BatchView standing(BatchView batch) {
        return batch;
    }

    @Override
    public String id(BatchView batch) {
        return EntityTag.of(
                        batch.state().name(),
                        String.valueOf(batch.cancelledAt()),
                        String.valueOf(batch.counts()),
                        // What a percent of one call is in a batch of 10,000 is nobody's news.
                        String.format(Locale.ROOT, "%.3f", batch.progress()))
                .value();
    }

    @Override
    public boolean isEnd(BatchView batch) {
        return batch.state() != Batch.State.OPEN;
    }

    @Override
    public boolean isProgress(BatchView before, BatchView now) {
        return before.state() == now.state() && Objects.equals(before.cancelledAt(), now.cancelledAt());
    }

    @Override
    public Object view(BatchView batch) {
        return batch;
    }
}
