package io.earmark.gateway.outbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Sends requests to where the {@link AddressGuard} lets them go: no redirects, no proxies, no cookies, no second try, no
 * unpacking. Host and SNI are the URL's; the connection is to a checked address. An answer is read up to a bound, and the
 * whole exchange, slow dripping included, ends at its deadline.
 */
@Component
public class OutboundClient implements AutoCloseable {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final TimeValue KEPT_OPEN = TimeValue.ofSeconds(30);
    private static final int MOST_CONNECTIONS = 256;
    private static final int MOST_TO_ONE_HOST = 32;
    private static final Http1Config BOUNDS = Http1Config.custom()
            .setMaxLineLength(16_384)
            .setMaxHeaderCount(100)
            .setMaxEmptyLineCount(10)
            .build();

    private final AddressGuard guard;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "outbound-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    @Autowired
    public OutboundClient(AddressGuard guard) {
        this(guard, DefaultClientTlsStrategy.createDefault());
    }

    OutboundClient(AddressGuard guard, TlsSocketStrategy tls) {
        this.guard = guard;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(guard)
                        .setTlsSocketStrategy(tls)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(BOUNDS)
                                .build())
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_TO_ONE_HOST)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(Timeout.ofSeconds(15))
                                .setTimeToLive(KEPT_OPEN)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(CONNECT)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Earmark-Webhooks/1.0")
                .build();
    }

    /**
     * Posts JSON.
     *
     * @param deadline for everything from the look-up to the end of what is read of the answer
     * @param readAtMost bytes of the answer's body
     * @throws OutboundRefused if no request may go there
     * @throws SocketTimeoutException if it took too long
     */
    public OutboundAnswer post(
            OutboundUrl url, Map<String, String> headers, byte[] json, Duration deadline, int readAtMost)
            throws IOException {
        HttpPost request = new HttpPost(url.uri());
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        return exchange(url, request, deadline, response -> answer(response, request, readAtMost));
    }

    /** Reads an answer while it comes. */
    @FunctionalInterface
    public interface Reading<T> {

        /** @param body empty where there is none; what is left of it is not read */
        T read(OutboundHead head, InputStream body) throws IOException;
    }

    /**
     * Gets what is at a URL. A redirect is an answer like any other: who follows it does so by another call, so that it is
     * checked as the first.
     *
     * @param deadline for everything from the look-up to the end of what is read of the answer
     * @throws OutboundRefused if no request may go there
     * @throws SocketTimeoutException if it took too long
     */
    public <T> T get(OutboundUrl url, Duration deadline, Reading<T> reading) throws IOException {
        HttpGet request = new HttpGet(url.uri());
        request.setHeader("User-Agent", "Earmark-Fetch/1.0");
        return exchange(url, request, deadline, response -> {
            InputStream body = response.getEntity() == null
                    ? InputStream.nullInputStream()
                    : response.getEntity().getContent();
            try (InputStream cut = new CutOff(body, request::abort)) {
                return reading.read(OutboundHead.of(response), cut);
            } finally {
                Closer.closeQuietly(response);
            }
        });
    }

    /** Closing the body alone would read an endless one to its end: closed, it ends with its connection. */
    private static final class CutOff extends FilterInputStream {

        private final Runnable abort;

        CutOff(InputStream body, Runnable abort) {
            super(body);
            this.abort = abort;
        }

        @Override
        public void close() {
            abort.run();
        }
    }

    private interface Answering<T> {
        T of(ClassicHttpResponse response) throws IOException;
    }

    private <T> T exchange(OutboundUrl url, HttpUriRequestBase request, Duration deadline, Answering<T> answering)
            throws IOException {
        guard.check(url);
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> watch = deadlines.schedule(
                () -> {
                    late.set(true);
                    request.abort();
                },
                deadline.toMillis(),
                TimeUnit.MILLISECONDS);
        HttpHost target = new HttpHost(url.tls() ? "https" : "http", url.host(), url.port());
        try {
            return answering.of(client.executeOpen(target, request, null));
        } catch (OutboundRefused e) {
            throw e;
        } catch (IOException e) {
            throw late.get() || e instanceof InterruptedIOException ? timedOut(deadline, e) : e;
        } finally {
            watch.cancel(false);
        }
    }

    private static SocketTimeoutException timedOut(Duration deadline, IOException cause) {
        SocketTimeoutException timeout =
                new SocketTimeoutException("There was no complete answer within " + deadline.toSeconds() + " s.");
        timeout.initCause(cause);
        return timeout;
    }

    private static OutboundAnswer answer(ClassicHttpResponse response, HttpPost request, int readAtMost)
            throws IOException {
        try {
            Header retryAfter = response.getFirstHeader("Retry-After");
            byte[] read = beginning(response, readAtMost);
            if (read.length == readAtMost) {
                // Closing alone would read an endless body to its end.
                request.abort();
            }
            return new OutboundAnswer(
                    response.getCode(),
                    retryAfter == null ? null : retryAfter.getValue(),
                    new String(read, StandardCharsets.UTF_8));
        } finally {
            Closer.closeQuietly(response);
        }
    }

    private static byte[] beginning(ClassicHttpResponse response, int readAtMost) throws IOException {
        @Nullable
        InputStream body =
                response.getEntity() == null ? null : response.getEntity().getContent();
        return body == null ? new byte[0] : body.readNBytes(readAtMost);
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        client.close();
    }
}
