package io.earmark.gateway.batch;

import io.earmark.gateway.status.EventStreams;
import io.earmark.gateway.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Batches, for those who follow them. */
@RestController
class BatchEventController {

    private static final BatchEvents EVENTS = new BatchEvents();

    private final BatchTable batches;
    private final BatchProgress progress;
    private final BatchWatch watch;
    private final EventStreams streams;

    BatchEventController(BatchTable batches, BatchProgress progress, BatchWatch watch, EventStreams streams) {
        this.batches = batches;
        this.progress = progress;
        this.watch = watch;
        this.streams = streams;
    }

    /** @param lastSeen the id of the last event that the client has seen */
    @GetMapping(path = "/batches/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void events(
            @RequestAttribute String tenant,
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastSeen,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Batch batch = batches.find(tenant, BatchIds.batch(id)).orElseThrow(() -> Problem.notFound("batch", id));
        streams.open(tenant, progress.view(batch), EVENTS, watch, lastSeen, request, response);
    }
}
