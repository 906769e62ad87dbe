package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.TestPropertySource;

/** A thousand clients wait at a server that has sixteen threads for requests. */
@TestPropertySource(
        properties = {
            "server.tomcat.threads.max=16",
            "server.tomcat.threads.min-spare=2",
            "spring.threads.virtual.enabled=false",
        })
class WaitingApiTest extends GatewayServer {

    private static final int CLIENTS = 1_000;
    private static final int JOBS = 50;
    private static final String FIND = "select * from job where id = ? and tenant = ? and kind = any";
    private static final String LOOK = "select id, state, attempts, progress, stage from job";
    private static final String WHOLE = "select id, kind, state, tenant";

    @TestConfiguration
    static class Counting {
        @Bean
        static BeanPostProcessor statements() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource source ? new Statements(source) : bean;
                }
            };
        }
    }

    @Autowired
    DataSource source;

    @Autowired
    MeterRegistry meters;

    @Autowired
    Clock clock;

    @Test
    void a_thousand_waiting_clients_cost_no_thread_and_no_question_each() throws Exception {
        List<Job> waited = queued();
        Statements statements = (Statements) source;
        int before = threads();
        ExecutorService executor = Executors.newFixedThreadPool(2);
        HttpClient clients = HttpClient.newBuilder().executor(executor).build();
        List<CompletableFuture<HttpResponse<byte[]>>> replies = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            HttpRequest request = to("/jobs/" + waited.get(i % JOBS).id())
                    .timeout(Duration.ofMinutes(5))
                    .header("Prefer", "wait=60")
                    .build();
            replies.add(clients.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
        }
        await("all to wait")
                .atMost(Duration.ofSeconds(50))
                .until(() -> meters.get("earmark.waiting.clients")
                                .tag("for", "jobs")
                                .gauge()
                                .value()
                        == CLIENTS);
        statements.forget();
        await("a few looks").atMost(Duration.ofSeconds(30)).until(() -> statements.with(LOOK) >= 5);
        assertThat(threads() - before).as("threads more than before").isLessThan(CLIENTS / 10);
        assertThat(replies).noneMatch(CompletableFuture::isDone);

        waited.forEach(job -> jobs.requestCancel(tenant, job.id()));
        for (CompletableFuture<HttpResponse<byte[]>> reply : replies) {
            HttpResponse<byte[]> answer = reply.get();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("wait=60");
            assertThat(body(answer).path("state").asString()).isEqualTo("CANCELLED");
        }
        assertThat(statements.with(FIND)).as("questions for a client alone").isZero();
        assertThat(statements.with(WHOLE)).isBetween(1L, (long) JOBS).isLessThanOrEqualTo(statements.with(LOOK));
        executor.shutdown();
    }

    @Test
    void who_has_the_answer_and_waits_in_vain_gets_304() throws Exception {
        String path = "/jobs/" + queued().get(0).id();
        String tag = get(path).headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> answer = send(to(path).headers("If-None-Match", tag, "Prefer", "wait=1"));
        assertThat(answer.statusCode()).isIn(200, 304);
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("wait=1");
        assertProblem(send(to("/jobs/nonsense").header("Prefer", "wait=1")), 404, "job-unknown");
        assertThat(send(to(path).header("Prefer", "respond-async")).statusCode())
                .isEqualTo(200);
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Not due: other tests read what the broker is told. */
    private List<Job> queued() {
        List<Job> made = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            Job job = Job.queued(JobKind.SPEAK, tenant, null, "{}", 3, clock.instant())
                    .scheduled(Job.DEFAULT_PRIORITY, clock.instant().plus(Duration.ofDays(1)));
            jobs.enqueue(job);
            made.add(job);
        }
        return made;
    }
}
