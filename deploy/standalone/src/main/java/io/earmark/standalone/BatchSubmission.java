package io.earmark.standalone;

import io.earmark.standalone.client.ApiClient;
import io.earmark.standalone.client.BatchItem;
import io.earmark.standalone.client.BatchSummary;
import io.earmark.standalone.client.ProgressDisplay;
import io.earmark.standalone.client.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Sends the recordings of directories, and shows how far they are. */
final class BatchSubmission {

    private static final int LONGEST_REFERENCE = 500;

    private final ApiClient api;
    private final List<Path> named;
    private final List<Path> files;
    private final ObjectNode metadata;
    private final Terminal terminal;

    /** @param named files and directories */
    BatchSubmission(ApiClient api, List<Path> named, ObjectNode metadata, Terminal terminal) throws IOException {
        this.api = api;
        this.named = named;
        this.metadata = metadata;
        this.terminal = terminal;
        this.files = new ArrayList<>();
        for (Path path : named) {
            files.addAll(LocalRecording.at(path));
        }
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** @param wait for the results; else only for the uploads */
    BatchSummary run(boolean wait) throws IOException, InterruptedException {
        List<LocalRecording> recordings = new ArrayList<>();
        try (ProgressDisplay display = ProgressDisplay.onErrorStream(terminal, "Reading")) {
            for (Path file : files) {
                display.show((double) recordings.size() / files.size(), files.size() + " recordings");
                recordings.add(LocalRecording.read(file, named));
            }
        }
        BatchRun run = new BatchRun(api, reference(), metadata, recordings);
        int inHand = run.plan();
        if (inHand > 0) {
            System.err.println("The server has " + inHand + " of " + run.size() + " different recordings already.");
        }
        try (ProgressDisplay display = ProgressDisplay.onErrorStream(terminal, "Sending")) {
            run.upload(display);
        }
        if (wait) {
            try (ProgressDisplay display = ProgressDisplay.onErrorStream(terminal, "Working")) {
                run.await(display);
            }
        }
        Map<String, BatchItem> outcomes = run.outcomes();
        return new BatchSummary(recordings.stream()
                .map(recording -> new BatchSummary.Row(recording.name(), outcomes.get(recording.sha256())))
                .toList());
    }

    /** The same for the same paths, from wherever the command is run. */
    private String reference() throws IOException {
        StringBuilder reference = new StringBuilder("earmark submit");
        for (Path path : named) {
            reference.append(' ').append(path.toRealPath());
        }
        return reference.length() <= LONGEST_REFERENCE
                ? reference.toString()
                : "earmark submit "
                        + UUID.nameUUIDFromBytes(reference.toString().getBytes(StandardCharsets.UTF_8));
    }
}
