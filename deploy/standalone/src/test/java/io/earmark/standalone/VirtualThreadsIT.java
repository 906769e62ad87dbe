package io.earmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.JobKind;
import io.earmark.work.JobHandler;
import jakarta.servlet.Filter;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Requests have virtual threads where the runtime has such, and work where it has none. Jobs have platform threads: engines
 * compute and call native code, and would keep the carriers from all others.
 */
@Timeout(240)
class VirtualThreadsIT {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final Map<String, Thread> SEEN = new ConcurrentHashMap<>();

    @Test
    void requests_run_in_virtual_threads_where_there_are_any_and_jobs_in_threads_of_their_own(@TempDir Path home)
            throws Exception {
        try (EarmarkServer server = EarmarkServer.start(
                new ServerOptions(home, "127.0.0.1", 0, "tiny"),
                List.of("--spring.main.sources=" + ThreadsSeen.class.getName()))) {
            HttpResponse<byte[]> spoken = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/speak"))
                                    .header("Authorization", "Bearer " + server.apiKey())
                                    .header("Content-Type", "application/json")
                                    .header("Prefer", "wait=60")
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"Good morning.\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(spoken.statusCode()).isEqualTo(200);
        }
        assertThat(SEEN).containsOnlyKeys("request", "job");
        assertThat(isVirtual(SEEN.get("request")))
                .as("on Java %s", Runtime.version())
                .isEqualTo(Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS);
        assertThat(isVirtual(SEEN.get("job"))).isFalse();
    }

    /** {@code Thread.isVirtual} is not in Java 17. */
    private static boolean isVirtual(@Nullable Thread thread) throws ReflectiveOperationException {
        return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS
                && (Boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }

    /** Looks into whose thread it is. */
    @Configuration(proxyBeanMethods = false)
    static class ThreadsSeen {

        @Bean
        Filter requestThread() {
            return (request, response, chain) -> {
                SEEN.put("request", Thread.currentThread());
                chain.doFilter(request, response);
            };
        }

        @Bean
        static BeanPostProcessor jobThread() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof JobHandler handler && handler.kind() == JobKind.SPEAK
                            ? watched(handler)
                            : bean;
                }
            };
        }

        private static Object watched(JobHandler handler) {
            return Proxy.newProxyInstance(
                    ThreadsSeen.class.getClassLoader(), new Class<?>[] {JobHandler.class}, (proxy, method, given) -> {
                        if (method.getName().equals("handle")) {
                            SEEN.put("job", Thread.currentThread());
                        }
                        return method.invoke(handler, given);
                    });
        }
    }
}
