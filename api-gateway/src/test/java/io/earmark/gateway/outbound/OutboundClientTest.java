package io.earmark.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers on this machine. The allow-list names one block of the loopback network, so that the rest is forbidden. */
class OutboundClientTest {

    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final OutboundSettings ALLOW_ONE = new OutboundSettings(List.of("127.0.0.2"), true);
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger reached = new AtomicInteger();

    @AfterEach
    void stop() {
        end.countDown();
        threads.shutdownNow();
    }

    private HttpServer server(String address, HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private void ok(HttpExchange exchange) throws IOException {
        reached.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        byte[] host = exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, host.length);
        exchange.getResponseBody().write(host);
        exchange.close();
    }

    private static OutboundAnswer post(AddressGuard guard, String url, Duration deadline) throws IOException {
        try (OutboundClient client = new OutboundClient(guard)) {
            return client.post(guard.read(url), Map.of("X-Test", "yes"), BODY, deadline, 1000);
        }
    }

    /**
     * The first answer is harmless and the second is the server inside. A program that checks and then lets its client
     * look again would connect to the second.
     */
    @Test
    void a_name_whose_answer_changes_is_looked_up_once_and_connected_to_where_it_was_checked() throws Exception {
        AtomicInteger robbed = new AtomicInteger();
        HttpHandler robber = exchange -> {
            robbed.incrementAndGet();
            ok(exchange);
        };
        try (TwinServers twins = TwinServers.start(threads, this::ok, robber);
                ChangingDns dns = new ChangingDns("127.0.0.2", "127.0.0.1")) {
            AddressGuard guard = new AddressGuard(ALLOW_ONE, dns);
            String url = "http://rebind.example:" + twins.port() + "/";
            OutboundAnswer answer = post(guard, url, DEADLINE);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.beginning()).as("the Host header").isEqualTo("rebind.example:" + twins.port());
            assertThat(dns.asked()).isEqualTo(1);

            assertThatThrownBy(() -> post(guard, url, DEADLINE)).isInstanceOf(OutboundRefused.class);
            assertThat(dns.asked()).isEqualTo(2);
            assertThat(robbed).hasValue(0);
            assertThat(reached).hasValue(1);
        }
    }

    @Test
    void a_redirect_is_an_answer_and_not_followed() throws Exception {
        HttpServer inside = server("127.0.0.1", this::ok);
        HttpServer good = server("127.0.0.2", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + inside.getAddress().getPort() + "/");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        AddressGuard guard = new AddressGuard(ALLOW_ONE);
        assertThat(post(guard, "http://127.0.0.2:" + good.getAddress().getPort() + "/", DEADLINE)
                        .status())
                .isEqualTo(307);
        assertThat(reached).hasValue(0);
        good.stop(0);
        inside.stop(0);
    }

    @Test
    void of_an_endless_answer_the_beginning_is_read() throws Exception {
        HttpServer endless = server("127.0.0.2", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] page = new byte[64 * 1024];
            java.util.Arrays.fill(page, (byte) 'x');
            try (OutputStream out = exchange.getResponseBody()) {
                while (end.getCount() > 0) {
                    out.write(page);
                }
            }
        });
        AddressGuard guard = new AddressGuard(ALLOW_ONE);
        OutboundAnswer answer =
                post(guard, "http://127.0.0.2:" + endless.getAddress().getPort() + "/", DEADLINE);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.beginning()).hasSize(1000);
        end.countDown();
        endless.stop(0);
    }

    /** Each byte comes in time: a time-out for a single read would never end this. */
    @Test
    void an_answer_that_drips_ends_at_the_deadline() throws Exception {
        HttpServer dripping = server("127.0.0.2", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (!end.await(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    out.write('x');
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        AddressGuard guard = new AddressGuard(ALLOW_ONE);
        assertThatThrownBy(() ->
                        post(guard, "http://127.0.0.2:" + dripping.getAddress().getPort() + "/", Duration.ofSeconds(1)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("1 s");
        end.countDown();
        dripping.stop(0);
    }

    @Test
    void over_TLS_the_name_of_the_URL_is_asked_for_and_verified_whatever_the_address(@TempDir Path directory)
            throws Exception {
        KeyStore keys = selfSigned(directory.resolve("keys.p12"), "receiver.example");
        AtomicReference<String> sni = new AtomicReference<>("");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            var session = (javax.net.ssl.ExtendedSSLSession)
                    ((com.sun.net.httpserver.HttpsExchange) exchange).getSSLSession();
            sni.set(session.getRequestedServerNames().toString());
            ok(exchange);
        });
        server.start();
        AddressGuard guard =
                new AddressGuard(ALLOW_ONE, host -> new InetAddress[] {InetAddress.getByName("127.0.0.2")});
        try (OutboundClient client = new OutboundClient(guard, new DefaultClientTlsStrategy(context(keys)))) {
            int port = server.getAddress().getPort();
            OutboundAnswer answer =
                    client.post(guard.read("https://receiver.example:" + port + "/"), Map.of(), BODY, DEADLINE, 1000);
            assertThat(answer.beginning()).isEqualTo("receiver.example:" + port);
            assertThat(sni.get()).contains("receiver.example");
            assertThatThrownBy(() -> client.post(
                            guard.read("https://other.example:" + port + "/"), Map.of(), BODY, DEADLINE, 1000))
                    .as("a certificate of another name")
                    .isInstanceOf(javax.net.ssl.SSLException.class);
        } finally {
            server.stop(0);
        }
    }

    private static KeyStore selfSigned(Path file, String host) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(file)) {
            keys.load(bytes, "changeit".toCharArray());
        }
        return keys;
    }

    private static SSLContext context(KeyStore keys) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("mykey"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
