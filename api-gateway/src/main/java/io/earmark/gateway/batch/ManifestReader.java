package io.earmark.gateway.batch;

import io.earmark.call.CallMetadata;
import io.earmark.gateway.intake.AnnouncedDigest;
import io.earmark.gateway.intake.Recordings;
import io.earmark.gateway.outbound.AddressGuard;
import io.earmark.gateway.outbound.OutboundRefused;
import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.StorableText;
import io.earmark.job.Failure;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Manifests in JSON and CSV. What is wrong with the whole is refused; what is wrong with one item makes that item FAILED and
 * leaves the others alone.
 */
@Component
class ManifestReader {

    static final int LONGEST_REFERENCE = 500;

    private static final Set<String> LISTS = Set.of("tags", "vocabulary");

    private final Recordings recordings;
    private final AddressGuard guard;
    private final JsonMapper json;
    private final BatchSettings settings;

    ManifestReader(Recordings recordings, AddressGuard guard, JsonMapper json, BatchSettings settings) {
        this.recordings = recordings;
        this.guard = guard;
        this.json = json;
        this.settings = settings;
    }

    /** @throws Problem 400 if it is no manifest */
    Manifest json(String tenant, byte[] text) {
        JsonNode read;
        try {
            read = json.readTree(text);
        } catch (JacksonException e) {
            throw Problem.badRequest("The manifest is not JSON: " + e.getOriginalMessage());
        }
        JsonNode listed = read.isArray() ? read : read.path("items");
        if (!listed.isArray()) {
            throw Problem.badRequest(
                    "The manifest must be an object such as {\"items\":[{\"url\":\"https://example.com/call.wav\"}]}.");
        }
        checkSize(listed.size());
        List<Manifest.Item> items = new ArrayList<>(listed.size());
        listed.forEach(item -> items.add(item(tenant, item)));
        return new Manifest(read.isArray() ? NOTHING : options(read), items);
    }

    private static final Manifest.Options NOTHING = new Manifest.Options(null, null, null, null, null);

    private static Manifest.Options options(JsonNode manifest) {
        JsonNode priority = manifest.path("priority");
        if (!priority.isMissingNode() && !priority.isNull() && !priority.isInt()) {
            throw Problem.badRequest("priority must be a whole number.");
        }
        return new Manifest.Options(
                StorableText.member(manifest, "reference"),
                priority.isInt() ? priority.asInt() : null,
                StorableText.member(manifest, "callbackUrl"),
                truth(manifest, "callEvents"),
                truth(manifest, "reuse"));
    }

    private static @Nullable Boolean truth(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw Problem.badRequest(name + " must be true or false.");
        }
        return value.asBoolean();
    }

    /**
     * A header line, then a line for each item: {@code url}, {@code part}, {@code fileName}, {@code reference} and
     * {@code sha256} are the item's own, every other column is metadata.
     *
     * @throws Problem 400 if it is no table
     */
    Manifest csv(String tenant, byte[] text) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .get();
        // Spreadsheets put a byte order mark before it.
        String table = new String(text, StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", "");
        List<Manifest.Item> items = new ArrayList<>();
        try (CSVParser lines = CSVParser.parse(new StringReader(table), format)) {
            for (CSVRecord line : lines) {
                checkSize(items.size() + 1);
                items.add(item(tenant, line));
            }
        } catch (CSVException | UncheckedIOException | IllegalArgumentException e) {
            throw Problem.badRequest("The manifest is not CSV with a header line: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot be read", e);
        }
        checkSize(items.size());
        return new Manifest(NOTHING, items);
    }

    private void checkSize(int items) {
        if (items == 0) {
            throw Problem.badRequest("The manifest has no items: name one recording at least.");
        }
        if (items > settings.maxItems()) {
            throw Problem.badRequest("The manifest has more than " + settings.maxItems()
                    + " items: make several batches of it, or raise earmark.batches.max-items.");
        }
    }

    private Manifest.Item item(String tenant, CSVRecord line) {
        if (!line.isConsistent()) {
            return Manifest.Item.failed(
                    null,
                    invalid("Record " + line.getRecordNumber() + " has " + line.size()
                            + " columns, not as many as the header."));
        }
        ObjectNode item = json.createObjectNode();
        ObjectNode metadata = item.putObject("metadata");
        for (Map.Entry<String, String> cell : line.toMap().entrySet()) {
            if (!cell.getValue().isEmpty()) {
                put(item, metadata, cell.getKey(), cell.getValue());
            }
        }
        return item(tenant, item);
    }

    private static void put(ObjectNode item, ObjectNode metadata, String name, String value) {
        if (Set.of("url", "part", "fileName", "reference", "sha256").contains(name)) {
            item.put(name, value);
        } else if (LISTS.contains(name)) {
            var list = metadata.putArray(name);
            Pattern.compile("\\s*;\\s*").splitAsStream(value).forEach(list::add);
        } else if (name.startsWith("channels.")) {
            metadata.withObject("/channels").put(name.substring("channels.".length()), value);
        } else {
            metadata.put(name, value);
        }
    }

    private Manifest.Item item(String tenant, JsonNode node) {
        String reference = null;
        try {
            if (!node.isObject()) {
                throw Problem.badRequest("An item must be an object, not " + node.getNodeType() + ".");
            }
            reference = reference(StorableText.member(node, "reference"));
            String url = url(StorableText.member(node, "url"));
            String fileName = StorableText.member(node, "fileName");
            CallMetadata metadata = recordings.metadata(
                    tenant, metadata(node.path("metadata")), fileName == null && url != null ? lastOf(url) : fileName);
            return new Manifest.Item(
                    reference,
                    url,
                    StorableText.member(node, "part"),
                    sha256(StorableText.member(node, "sha256")),
                    metadata,
                    null,
                    null);
        } catch (Problem refused) {
            return Manifest.Item.failed(reference, itemsOwn(refused));
        }
    }

    private static @Nullable String metadata(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.toString();
    }

    /** Of an item, a request that is not valid is an item that is not. */
    private static Failure itemsOwn(Problem refused) {
        Failure failure = refused.failure();
        return failure.type().equals("request-invalid") ? invalid(failure.detail()) : failure;
    }

    private static Failure invalid(String detail) {
        return new Failure("item-invalid", "The item of the manifest is not valid", detail);
    }

    static @Nullable String reference(@Nullable String text) {
        if (text != null && text.length() > LONGEST_REFERENCE) {
            throw Problem.badRequest("reference has at most " + LONGEST_REFERENCE + " characters.");
        }
        return text == null ? null : StorableText.check("reference", text);
    }

    private @Nullable String url(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return guard.read(text.strip()).toString();
        } catch (OutboundRefused e) {
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "url-refused",
                    "Nothing is fetched from this URL",
                    "url is refused. " + e.sentence());
        }
    }

    /** The file's name, for people. */
    private static @Nullable String lastOf(String url) {
        String path = String.valueOf(URI.create(url).getPath());
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isBlank() ? null : StorableText.check("The file name", last);
    }

    private static @Nullable String sha256(@Nullable String text) {
        return AnnouncedDigest.ofText("sha256", text)
                .map(AnnouncedDigest::sha256)
                .orElse(null);
    }
}
