package io.earmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Speech models from the command line, as people type it, against a server that cuts its connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ModelCommandIT {

    private static final String NAME = "vosk-model-test";

    @TempDir
    static Path home = Path.of("");

    private final byte[] archive = zip("folder/am/final.mdl", "folder/conf/model.conf", "folder/graph/HCLr.fst");
    private final byte[] hostile = zip("folder/am/final.mdl", "../../evil");

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private boolean cut;

    private record Said(int exitCode, String words) {}

    @BeforeAll
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/model.zip", exchange -> serve(exchange, archive));
        server.createContext("/hostile.zip", exchange -> serve(exchange, hostile));
        server.start();
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    private synchronized void serve(HttpExchange exchange, byte[] file) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.getResponseHeaders().set("ETag", "\"one\"");
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, file.length - from);
        int sent = cut ? Math.min(1_000, file.length - from) : file.length - from;
        cut = false;
        exchange.getResponseBody().write(file, from, sent);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    @Test
    void a_model_is_fetched_over_a_bad_line_checked_listed_and_chosen() throws Exception {
        Said listed = model("list");
        assertThat(listed.exitCode()).as(listed.words()).isZero();
        assertThat(listed.words())
                .contains("general", "in use", "vosk-model-small-en-us-0.15", "publisher claims")
                .doesNotContain(NAME);
        Said early = model("use", NAME);
        assertThat(early.exitCode()).isEqualTo(2);
        assertThat(early.words()).contains("There is no model " + NAME + " here. Fetch it: ./earmark model pull");

        Said unknown = model("pull", NAME);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.words()).contains("is no model to fetch", "--url");
        Said wrong = pull("/model.zip", "--sha256", "00".repeat(32));
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.words()).contains("instead of", sha256(archive)).doesNotContain("Exception");
        Said unsure = pull("/model.zip");
        assertThat(unsure.exitCode()).isEqualTo(1);
        assertThat(unsure.words()).contains("--trust-first-use", sha256(archive));
        assertThat(home.resolve("models").resolve(NAME)).doesNotExist();
        Files.delete(home.resolve("models/downloads/" + NAME + ".zip"));

        cut = true;
        Said pulled = pull("/model.zip", "--sha256", sha256(archive));
        assertThat(pulled.exitCode()).as(pulled.words()).isZero();
        assertThat(pulled.words()).contains(NAME + " is in ", "To use it: ./earmark model use " + NAME);
        assertThat(home.resolve("models").resolve(NAME).resolve("graph/HCLr.fst"))
                .exists();

        assertThat(model("use", NAME).words()).contains("The next './earmark up' uses " + NAME);
        assertThat(Files.readString(home.resolve("models/in-use")).strip()).isEqualTo(NAME);
        assertThat(model("list").words()).containsPattern(NAME + " +in use");
    }

    @Test
    void an_archive_that_writes_elsewhere_and_mistakes_are_refused_in_a_sentence() throws Exception {
        Said evil = pull("/hostile.zip", "--sha256", sha256(hostile), "--data", home.resolve("other") + "");
        assertThat(evil.exitCode()).isEqualTo(1);
        assertThat(evil.words()).contains("outside its directory").doesNotContain("Exception");
        assertThat(home.resolve("evil")).doesNotExist();
        assertThat(home.resolve("other/models").resolve(NAME)).doesNotExist();
        assertThat(model("pull", "../x").exitCode()).isEqualTo(2);
        assertThat(model("pull", NAME, "--sha256", "12").words()).contains("64 hexadecimal digits");
        assertThat(model().words()).contains("Which command: list, pull or use?");
    }

    private Said pull(String path, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "pull", NAME, "--url", "http://127.0.0.1:" + server.getAddress().getPort() + path));
        arguments.addAll(Arrays.asList(more));
        return model(arguments.toArray(String[]::new));
    }

    private static Said model(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("model"));
        all.addAll(Arrays.asList(arguments));
        if (arguments.length > 0 && !all.contains("--data")) {
            all.addAll(List.of("--data", home.toString()));
        }
        try (EarmarkProcess process = EarmarkProcess.start(all.toArray(String[]::new))) {
            String words = process.rest();
            return new Said(process.exitCode(), words);
        }
    }

    private static byte[] zip(String... files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String file : files) {
                zip.putNextEntry(new ZipEntry(file));
                byte[] random = new byte[20_000];
                new java.util.Random(file.length()).nextBytes(random);
                zip.write(random);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
