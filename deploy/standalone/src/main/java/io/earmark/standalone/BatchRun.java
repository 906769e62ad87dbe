package io.earmark.standalone;

import io.earmark.standalone.client.ApiClient;
import io.earmark.standalone.client.ApiProblem;
import io.earmark.standalone.client.BatchItem;
import io.earmark.standalone.client.ProgressDisplay;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends many recordings as batches, and waits for them. Nothing is kept here: the server is asked what it has under the same
 * reference, and knows recordings by their content. So a second run, after whatever became of the first, sends what is
 * missing: what was never sent, and what failed.
 */
final class BatchRun {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_ITEMS = 10_000;
    private static final int MOST_BATCHES_LOOKED_AT = 20;
    private static final int TRIES = 5;
    private static final long PAUSE_SECONDS = 2;
    private static final long LOOK_MILLIS = 500;
    private static final Set<Integer> ITEMS_OWN = Set.of(408, 409, 413, 422);
    private static final int TOO_MANY = 429;

    private final ApiClient api;
    private final String reference;
    private final ObjectNode metadata;
    private final List<LocalRecording> recordings;
    private final Map<String, BatchItem> known = new HashMap<>();

    /**
     * @param reference of all that was and is sent for the same purpose
     * @param metadata  of each recording
     */
    BatchRun(ApiClient api, String reference, ObjectNode metadata, List<LocalRecording> recordings) {
        this.api = api;
        this.reference = reference;
        this.metadata = metadata;
        this.recordings = LocalRecording.distinct(recordings);
    }

    /** Recordings of different content. */
    int size() {
        return recordings.size();
    }

    /** Asks what is there already, and makes batches of the rest. @return how many recordings are in hand already */
    int plan() throws InterruptedException {
        Set<String> wanted = new LinkedHashSet<>();
        recordings.forEach(recording -> wanted.add(recording.sha256()));
        List<String> batches = api.batches(reference);
        for (String batch : batches.subList(0, Math.min(MOST_BATCHES_LOOKED_AT, batches.size()))) {
            note(api.items(batch).stream()
                    .filter(item -> wanted.contains(item.sha256()))
                    .toList());
        }
        known.values().removeIf(item -> item.state().compareTo(BatchItem.State.AWAITING_UPLOAD) < 0);
        int inHand = (int)
                known.values().stream().filter(item -> item.state().isInHand()).count();
        List<LocalRecording> missing = recordings.stream()
                .filter(recording -> !known.containsKey(recording.sha256()))
                .toList();
        for (int from = 0; from < missing.size(); from += MOST_ITEMS) {
            create(missing.subList(from, Math.min(missing.size(), from + MOST_ITEMS)));
        }
        return inHand;
    }

    /** Of several items with the same content, what has come farthest counts. */
    private void note(Collection<BatchItem> items) {
        for (BatchItem item : items) {
            known.merge(item.sha256(), item, (one, other) -> one.state().compareTo(other.state()) >= 0 ? one : other);
        }
    }

    private void create(List<LocalRecording> some) throws InterruptedException {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("reference", reference);
        ArrayNode items = manifest.putArray("items");
        for (LocalRecording recording : some) {
            ObjectNode item = items.addObject();
            item.put("fileName", String.valueOf(recording.file().getFileName()));
            item.put("sha256", recording.sha256());
            item.set("metadata", metadata);
        }
        String batch =
                api.createBatch(JSON.writeValueAsString(manifest)).path("id").asString();
        note(api.items(batch));
    }

    /** Sends what the server waits for. */
    void upload(ProgressDisplay display) throws InterruptedException {
        List<LocalRecording> missing = recordings.stream()
                .filter(recording -> state(recording) == BatchItem.State.AWAITING_UPLOAD)
                .toList();
        for (int i = 0; i < missing.size(); i++) {
            display.show((double) i / missing.size(), "sending " + (i + 1) + " of " + missing.size());
            upload(missing.get(i));
        }
    }

    private BatchItem.@Nullable State state(LocalRecording recording) {
        BatchItem item = known.get(recording.sha256());
        return item == null ? null : item.state();
    }

    /** What is wrong with this one is said in its item. A server that is away, or has enough for now, is asked again. */
    private void upload(LocalRecording recording) throws InterruptedException {
        BatchItem item = Objects.requireNonNull(known.get(recording.sha256()));
        for (int left = TRIES; left > 0; left--) {
            try {
                api.upload(item, recording.file());
                return;
            } catch (ApiProblem e) {
                if (ITEMS_OWN.contains(e.status())) {
                    return;
                }
                boolean passing = e.status() == 0 || e.status() >= 500 || e.status() == TOO_MANY;
                if (!passing || left == 1) {
                    throw e;
                }
                TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
            }
        }
    }

    /** Back when nothing that was sent is unfinished. */
    void await(ProgressDisplay display) throws InterruptedException {
        while (true) {
            double progress = 0;
            int items = 0;
            int unfinished = 0;
            long eta = 0;
            for (String id : batches()) {
                JsonNode batch = api.batch(id);
                JsonNode counts = batch.path("counts");
                unfinished += counts.path("WAITING").asInt()
                        + counts.path("PROCESSING").asInt();
                items += batch.path("items").asInt();
                progress +=
                        batch.path("progress").asDouble() * batch.path("items").asInt();
                eta = Math.max(eta, batch.path("etaSeconds").asLong(0));
            }
            String left = unfinished + " of " + items + " unfinished" + (eta == 0 ? "" : ", about " + shown(eta));
            display.show(items == 0 ? 1 : progress / items, left);
            if (unfinished == 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static String shown(long seconds) {
        return seconds < 90 ? seconds + " s" : (seconds + 59) / 60 + " min";
    }

    private Set<String> batches() {
        Set<String> batches = new LinkedHashSet<>();
        known.values().forEach(item -> batches.add(item.batch()));
        return batches;
    }

    /** What has become of each recording, by its content. */
    Map<String, BatchItem> outcomes() throws InterruptedException {
        Map<String, BatchItem> now = new HashMap<>();
        for (String batch : batches()) {
            for (BatchItem item : api.items(batch)) {
                BatchItem before = known.get(item.sha256());
                if (before != null && before.batch().equals(batch) && before.number() == item.number()) {
                    now.put(item.sha256(), item);
                }
            }
        }
        return now;
    }
}
