package io.earmark.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read while it comes. 127.0.0.2 is allowed, and 127.0.0.1 is the inside. */
class OutboundGetTest {

    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final OutboundSettings ALLOW_ONE = new OutboundSettings(List.of("127.0.0.2"), true);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger robbed = new AtomicInteger();

    @AfterEach
    void stop() {
        end.countDown();
        threads.shutdownNow();
    }

    @Test
    void a_name_whose_answer_changes_is_read_from_where_it_was_checked() throws Exception {
        HttpHandler good = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write(new byte[] {1, 2, 3});
            exchange.close();
        };
        try (TwinServers twins = TwinServers.start(threads, good, exchange -> robbed.incrementAndGet());
                ChangingDns dns = new ChangingDns("127.0.0.2", "127.0.0.1")) {
            AddressGuard guard = new AddressGuard(ALLOW_ONE, dns);
            OutboundUrl url = OutboundUrl.parse("http://rebind.example:" + twins.port() + "/");
            try (OutboundClient client = new OutboundClient(guard)) {
                byte[] read = client.get(url, DEADLINE, (head, body) -> {
                    assertThat(head).isEqualTo(new OutboundHead(200, null, "7", 3L));
                    return body.readAllBytes();
                });
                assertThat(read).containsExactly(1, 2, 3);
            }
            // Another one, which has no connection to the good one left.
            try (OutboundClient fresh = new OutboundClient(guard)) {
                assertThatThrownBy(() -> fresh.get(url, DEADLINE, (head, body) -> head))
                        .isInstanceOf(OutboundRefused.class);
            }
            assertThat(robbed).hasValue(0);
        }
    }

    @Test
    void an_endless_body_is_cut_off_by_whoever_has_read_enough_and_a_slow_one_by_the_deadline() throws Exception {
        HttpServer endless = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0), 0);
        endless.setExecutor(threads);
        endless.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[exchange.getRequestURI().getPath().equals("/slow") ? 1 : 65_536];
            try {
                while (!end.await(chunk.length == 1 ? 100 : 0, TimeUnit.MILLISECONDS)) {
                    exchange.getResponseBody().write(chunk);
                    exchange.getResponseBody().flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        endless.start();
        String url = "http://127.0.0.2:" + endless.getAddress().getPort();
        AddressGuard guard = new AddressGuard(ALLOW_ONE);
        try (OutboundClient client = new OutboundClient(guard)) {
            int read = client.get(guard.read(url + "/"), DEADLINE, (head, body) -> body.readNBytes(100_000).length);
            assertThat(read).isEqualTo(100_000);
            assertThatThrownBy(() -> client.get(
                            guard.read(url + "/slow"), Duration.ofSeconds(1), (head, body) -> body.readAllBytes()))
                    .isInstanceOf(SocketTimeoutException.class);
        } finally {
            end.countDown();
            endless.stop(0);
        }
    }
}
