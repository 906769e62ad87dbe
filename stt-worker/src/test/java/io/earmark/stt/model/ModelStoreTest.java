package io.earmark.stt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {

    private static final String NAME = "vosk-model-test";

    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private byte[] archive = new byte[0];
    private volatile String etag = "\"one\"";
    private volatile boolean knowsRanges = true;
    /** What is answered first, instead of the file. */
    private final List<Integer> refusals = new ArrayList<>();
    /** Whether a connection that is cut stays open, and silent. */
    private volatile boolean silent;
    /** Bytes after which the connection is cut; none left, and it holds. */
    private final List<Integer> cuts = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private ModelStore store;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    @BeforeEach
    void startServer() throws IOException {
        archive = zip(Map.of(
                "folder/am/final.mdl", random(300_000),
                "folder/conf/model.conf", random(10),
                "folder/graph/HCLr.fst", random(200_000)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        store = new ModelStore(
                home,
                new ModelDownload(HttpClient.newHttpClient(), 4_000_000, Duration.ofSeconds(10), Duration.ofMillis(1)));
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        ranges.add(range + " if " + condition);
        boolean part = knowsRanges && range != null && etag.equals(condition);
        int from = part ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
        asked.add(exchange.getRequestURI().toString());
        if (!refusals.isEmpty()) {
            exchange.sendResponseHeaders(refusals.remove(0), -1);
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("ETag", etag);
        if (part) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (archive.length - 1) + "/" + archive.length);
        }
        int length = archive.length - from;
        exchange.sendResponseHeaders(part ? 206 : 200, length);
        int sent = cuts.isEmpty() ? length : Math.min(length, cuts.remove(0));
        exchange.getResponseBody().write(archive, from, sent);
        exchange.getResponseBody().flush();
        if (silent && sent < length) {
            return;
        }
        if (sent > 0 && sent < length) {
            awaitKept(from + sent);
        }
        exchange.close();
    }

    /** What a client has not read when its line is cut, Java throws away: how much that is would be chance. */
    private void awaitKept(long bytes) {
        Path part = home.resolve("downloads").resolve(NAME + ".zip.part");
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(part) && Files.size(part) == bytes);
    }

    @Test
    void a_model_of_known_hash_is_downloaded_unpacked_and_found_by_its_name() throws Exception {
        List<Long> seen = new ArrayList<>();
        Path model = store.pull(NAME, url(), sha256(archive), false, (bytes, total) -> {
            assertThat(total).isEqualTo(archive.length);
            seen.add(bytes);
        });
        assertThat(model).isEqualTo(home.resolve(NAME));
        assertThat(model.resolve("am/final.mdl")).hasSize(300_000);
        assertThat(store.pulled()).containsExactly(NAME);
        assertThat(seen).isSorted().last().isEqualTo((long) archive.length);
        SpeechModel found = new SpeechModels(home).find(NAME);
        assertThat(found.directory()).isEqualTo(model);
        assertThat(found.rough()).isFalse();
        assertThat(home.resolve("models.lock")).content().contains(sha256(archive), "KNOWN_HASH");
        store.pull(NAME, url(), null, false, (bytes, total) -> {});
        assertThat(ranges).as("it is there already").hasSize(1);
    }

    @Test
    void a_cut_download_goes_on_where_it_ended() throws Exception {
        cuts.addAll(List.of(100_000, 50_000, 0, 70_000));
        store.pull(NAME, url(), sha256(archive), false, (bytes, total) -> {});
        assertThat(ranges).hasSize(5).first().isEqualTo("null if null");
        assertThat(ranges.subList(1, 5)).allMatch(asked -> asked.endsWith(" if \"one\""));
        assertThat(home.resolve(NAME).resolve("graph/HCLr.fst")).hasSize(200_000);
    }

    @Test
    void a_line_that_stays_dead_is_given_up_and_what_came_is_kept_for_the_next_pull() throws Exception {
        cuts.addAll(List.of(100_000, 0, 0, 0, 0, 0));
        assertThatThrownBy(() -> store.pull(NAME, url(), sha256(archive), false, (bytes, total) -> {}))
                .isInstanceOf(ModelRefused.class)
                .hasMessageContaining("100000 bytes are kept");
        store.pull(NAME, url(), sha256(archive), false, (bytes, total) -> {});
        assertThat(ranges).last().isEqualTo("bytes=100000- if \"one\"");
    }

    @Test
    void a_connection_from_which_nothing_comes_is_given_up_and_the_rest_asked_for() throws Exception {
        silent = true;
        cuts.addAll(List.of(100_000, 50_000));
        ModelDownload impatient =
                new ModelDownload(HttpClient.newHttpClient(), 4_000_000, Duration.ofSeconds(2), Duration.ofMillis(1));
        new ModelStore(home, impatient).pull(NAME, url(), sha256(archive), false, (bytes, total) -> {});
        assertThat(ranges).hasSizeGreaterThanOrEqualTo(3).element(1).isEqualTo("bytes=100000- if \"one\"");
        assertThat(home.resolve(NAME).resolve("graph/HCLr.fst")).hasSize(200_000);
    }

    @Test
    void a_server_that_is_busy_is_asked_again_and_one_that_has_no_such_file_is_not() throws Exception {
        refusals.addAll(List.of(503, 429, 502));
        store.pull(NAME, url(), sha256(archive), false, (bytes, total) -> {});
        assertThat(ranges).hasSize(4);

        ranges.clear();
        refusals.add(404);
        assertThatThrownBy(() -> store.pull("another", url(), sha256(archive), false, (bytes, total) -> {}))
                .isInstanceOf(ModelRefused.class)
                .hasMessageContaining("the server answers 404");
        assertThat(ranges).hasSize(1);
    }

    @Test
    void a_model_comes_through_a_proxy() throws Exception {
        String proxy = "http://127.0.0.1:" + server.getAddress().getPort();
        HttpClient http = HttpClient.newBuilder()
                .proxy(new EnvironmentProxy(Map.of("http_proxy", proxy), ProxySelector.of(null)))
                .build();
        cuts.add(100_000);
        ModelStore behind =
                new ModelStore(home, new ModelDownload(http, 4_000_000, Duration.ofSeconds(10), Duration.ofMillis(1)));
        URI outside = URI.create("http://models.invalid/" + NAME + ".zip");
        behind.pull(NAME, outside, sha256(archive), false, (bytes, total) -> {});
        assertThat(asked).containsExactly(outside.toString(), outside.toString());
        assertThat(home.resolve("models.lock")).content().contains(outside.toString());
    }

    @Test
    void a_speaker_model_is_bundled_or_a_directory_and_anything_else_is_told_at_start() throws Exception {
        SpeechModels models = new SpeechModels(home);
        Path bundled = models.findSpeakers("tiny-speakers").directory();
        assertThat(models.findSpeakers(bundled.toString()).directory()).isEqualTo(bundled);
        assertThatThrownBy(() -> models.findSpeakers("/nowhere"))
                .hasMessageContaining("earmark.stt.speaker-model is '/nowhere'")
                .hasMessageContaining("final.ext.raw");
        assertThatThrownBy(() -> models.findSpeakers("vosk-model-spk-0.4"))
                .hasMessageContaining("./earmark model pull vosk-model-spk-0.4");
        Files.move(bundled, home.resolve("voices"));
        assertThat(models.findSpeakers("voices").name()).isEqualTo("voices");
        assertThatThrownBy(() -> models.find("voices")).hasMessageContaining("Set earmark.stt.speaker-model to it");
        assertThat(new ModelStore(home).isOfWords("voices")).isFalse();
    }

    @Test
    void what_is_said_of_models_to_fetch_is_called_a_claim() {
        assertThat(ModelFacts.catalogue())
                .filteredOn(model -> model.url() != null)
                .isNotEmpty()
                .allSatisfy(model -> {
                    assertThat(model.accuracy()).containsAnyOf("publisher claims", "not known here");
                    assertThat(model.url()).hasToString("https://alphacephei.com/vosk/models/" + model.name() + ".zip");
                });
    }

    @Test
    void a_file_that_changed_meanwhile_is_begun_afresh() throws Exception {
        byte[] now = archive;
        archive = random(now.length);
        etag = "\"old\"";
        cuts.addAll(List.of(100_000, 0, 0, 0, 0, 0));
        assertThatThrownBy(() -> store.pull(NAME, url(), sha256(now), false, (bytes, total) -> {}))
                .isInstanceOf(ModelRefused.class);
        archive = now;
        etag = "\"new\"";
        store.pull(NAME, url(), sha256(now), false, (bytes, total) -> {});
        assertThat(ranges).last().isEqualTo("bytes=100000- if \"old\"");
        assertThat(home.resolve(NAME).resolve("am/final.mdl")).hasSize(300_000);
    }

    @Test
    void a_server_without_ranges_gives_the_whole_again() throws Exception {
        knowsRanges = false;
        cuts.add(100_000);
        store.pull(NAME, url(), sha256(archive), false, (bytes, total) -> {});
        assertThat(ranges).hasSize(2);
        assertThat(home.resolve(NAME).resolve("am/final.mdl")).hasSize(300_000);
    }

    @Test
    void an_archive_of_another_hash_is_deleted_and_nothing_is_unpacked() {
        assertThatThrownBy(() -> store.pull(NAME, url(), "00".repeat(32), false, (bytes, total) -> {}))
                .isInstanceOf(ModelRefused.class)
                .hasMessageContaining(sha256(archive));
        assertThat(home.resolve(NAME)).doesNotExist();
        assertThat(home.resolve("downloads").resolve(NAME + ".zip")).doesNotExist();
    }

    @Test
    void an_unknown_hash_is_shown_and_trusted_only_if_told_and_held_to_from_then_on() throws Exception {
        assertThatThrownBy(() -> store.pull(NAME, url(), null, false, (bytes, total) -> {}))
                .isInstanceOf(ModelRefused.class)
                .hasMessageContaining(sha256(archive))
                .hasMessageContaining("--trust-first-use");
        assertThat(home.resolve(NAME)).doesNotExist();
        store.pull(NAME, url(), null, true, (bytes, total) -> {});
        assertThat(ranges).as("the archive was kept").hasSize(1);
        assertThat(home.resolve("models.lock")).content().contains("FIRST_USE");

        SpeechModels.delete(home.resolve(NAME));
        archive = zip(Map.of(NAME + "/am/final.mdl", random(5)));
        assertThatThrownBy(() -> store.pull(NAME, url(), null, true, (bytes, total) -> {}))
                .isInstanceOf(ModelRefused.class)
                .hasMessageContaining("instead of");
    }

    @Test
    void an_archive_that_writes_outside_is_no_model_or_grows_without_bound_leaves_nothing() throws Exception {
        for (byte[] hostile : List.of(
                zip(Map.of("../../evil", random(5))),
                zip(Map.of("/tmp/../../evil", random(5))),
                zip(Map.of(NAME + "/readme", random(5))),
                random(2_000))) {
            archive = hostile;
            assertThatThrownBy(() -> store.pull(NAME, url(), sha256(hostile), false, (bytes, total) -> {}))
                    .isInstanceOf(ModelRefused.class);
            assertThat(home.resolve(NAME)).doesNotExist();
            assertThat(home.resolveSibling("evil")).doesNotExist();
            Files.deleteIfExists(home.resolve("downloads").resolve(NAME + ".zip"));
        }
        Path bomb = Files.write(home.resolve("bomb.zip"), zip(Map.of("zeros", new byte[1_000_000])));
        assertThatThrownBy(() -> new ModelArchive(bomb, 100_000).unpack(NAME, home))
                .isInstanceOf(ModelRefused.class)
                .hasMessageContaining("100000");
        try (var left = Files.list(home)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("unpacking-"));
        }
    }

    @Test
    void a_model_tells_what_it_is_and_which_languages_it_can_be_asked_for() {
        SpeechModel german = new SpeechModel("vosk-model-small-de-0.15", home, false);
        assertThat(german.speaks("de-AT")).isTrue();
        assertThat(german.speaks("en-US")).isFalse();
        assertThat(german.language()).isEqualTo("de");
        assertThat(german.described()).contains("vosk-model-small-de-0.15", "Apache-2.0");
        SpeechModel own = new SpeechModel("mine", home, false);
        assertThat(own.speaks("fi")).as("nobody can tell").isTrue();
        assertThat(own.described()).contains("unknown licence");
    }

    @Test
    void a_model_that_was_not_pulled_is_told_with_the_command_that_pulls_it() {
        assertThatThrownBy(() -> new SpeechModels(home).find(ModelFacts.FIRST_CHOICE))
                .hasMessageContaining("./earmark model pull " + ModelFacts.FIRST_CHOICE);
    }

    @Test
    void the_proxy_comes_from_the_environment_and_else_from_java() {
        URI site = URI.create("https://models.example.org/a.zip");
        assertThat(proxy(Map.of("https_proxy", "http://proxy:3128"), site)).isEqualTo("proxy:3128");
        assertThat(proxy(Map.of("HTTPS_PROXY", "proxy:3128"), site)).isEqualTo("proxy:3128");
        assertThat(proxy(Map.of("ALL_PROXY", "http://all:1"), site)).isEqualTo("all:1");
        assertThat(proxy(Map.of("https_proxy", "http://proxy:3128", "no_proxy", "a.org, .example.org"), site))
                .isEqualTo("none");
        assertThat(proxy(Map.of(), site)).isEqualTo("none");
        assertThatThrownBy(() -> proxy(Map.of("https_proxy", "::"), site)).isInstanceOf(RuntimeException.class);
    }

    private static String proxy(Map<String, String> environment, URI uri) {
        Proxy first = new EnvironmentProxy(environment, ProxySelector.of(null))
                .select(uri)
                .get(0);
        return first.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "none";
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + NAME + ".zip");
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new Random(bytes).nextBytes(random);
        return random;
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        MessageDigest digest = SpeechModels.sha256();
        return HexFormat.of().formatHex(digest.digest(bytes));
    }
}
