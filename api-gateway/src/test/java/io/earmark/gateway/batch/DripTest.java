package io.earmark.gateway.batch;

import static io.earmark.store.Timestamps.utc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.earmark.Broker;
import io.earmark.Postgres;
import io.earmark.SettableClock;
import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.gateway.GatewayApplication;
import io.earmark.gateway.intake.Fetch;
import io.earmark.gateway.intake.Recordings;
import io.earmark.gateway.intake.WaitingWork;
import io.earmark.gateway.webhook.Callbacks;
import io.earmark.job.Failure;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.store.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** Several gateways on one database, some of which die. The application's own drip never looks by itself here. */
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"earmark.batches.poll=1d", "earmark.batches.renew=1d"})
class DripTest {

    private static final int WINDOW = 7;
    private static final Path BLOBS = temporary();

    private final String tenant = "tenant-" + UUID.randomUUID();
    private final SettableClock clock = new SettableClock();
    private final List<Drip> gateways = new ArrayList<>();

    @Autowired
    private BatchTable batches;

    @Autowired
    private ItemTable items;

    @Autowired
    private BatchEnds ends;

    @Autowired
    private WaitingWork waiting;

    @Autowired
    private Fetch fetch;

    @Autowired
    private Recordings recordings;

    @Autowired
    private Callbacks callbacks;

    @Autowired
    private Jobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate storeTransaction;

    @Autowired
    private JsonMapper json;

    private @Nullable ItemClaims claims;
    private @Nullable ItemRun run;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        String url = Postgres.newDatabaseUrl();
        settings.add("spring.datasource.url", () -> url);
        settings.add("spring.datasource.username", () -> parameter(url, "user"));
        settings.add("spring.datasource.password", () -> parameter(url, "password"));
        settings.add("spring.rabbitmq.addresses", Broker::uri);
        settings.add("earmark.blobs.directory", BLOBS::toString);
    }

    private static String parameter(String url, String name) {
        Matcher found = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url);
        return found.find() ? found.group(1) : "";
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("earmark-blobs-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        jdbc.sql("delete from batch").update();
        BatchSettings settings = settings();
        claims = new ItemClaims(jdbc, storeTransaction, json, settings, clock);
        run = new ItemRun(waiting, fetch, recordings, callbacks, claims(), storeTransaction, settings);
    }

    @AfterEach
    void stop() {
        gateways.forEach(Drip::stop);
    }

    private static BatchSettings settings() {
        return new BatchSettings(
                1000,
                DataSize.ofMegabytes(1),
                1000,
                WINDOW,
                3,
                4,
                4,
                2,
                Duration.ofSeconds(60),
                Duration.ofDays(1),
                Duration.ofDays(7),
                Duration.ofDays(90));
    }

    private ItemClaims claims() {
        return Objects.requireNonNull(claims);
    }

    private ItemRun itemRun() {
        return Objects.requireNonNull(run);
    }

    /** Its threads are its own, its rounds are the test's. */
    private Drip gateway() {
        Drip gateway = new Drip(claims(), itemRun(), ends, settings());
        gateways.add(gateway);
        return gateway;
    }

    private Batch batch(int size) {
        List<Manifest.Item> made = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            AudioFormat format = new AudioFormat("wav", "pcm_s16le", 12.5, 2, 16_000);
            BlobRef blob = new BlobRef("aa/" + UUID.randomUUID(), "0".repeat(64), 1);
            made.add(new Manifest.Item(null, null, null, null, CallMetadata.NONE, null, null)
                    .with(new Manifest.Audio(blob, format)));
        }
        Instant now = clock.instant();
        Batch batch = new Batch(UUID.randomUUID(), tenant, null, Batch.State.OPEN, 3, false, size, now, null, null);
        storeTransaction.executeWithoutResult(status -> batches.insert(batch, false, null, made));
        return batch;
    }

    private int count(Batch batch, ItemState state) {
        return batches.counts(batch.id()).getOrDefault(state, 0);
    }

    private long calls() {
        return jdbc.sql("select count(*) from call where tenant = :tenant")
                .param("tenant", tenant)
                .query(Long.class)
                .single();
    }

    private long events() {
        return jdbc.sql("select count(*) from event where tenant = :tenant and type = 'batch.completed'")
                .param("tenant", tenant)
                .query(Long.class)
                .single();
    }

    private List<Job> queued() {
        return jobs.page(tenant, JobState.QUEUED, JobKind.TRANSCRIBE, null, null, 1000);
    }

    private void end(Job job) {
        long token = Objects.requireNonNull(jobs.claim(job.id(), "worker", Duration.ofSeconds(30))
                        .orElseThrow()
                        .lease())
                .token();
        jobs.fail(job.id(), token, new Failure("no", "No", "It cannot be."), true);
    }

    private void endpoint() {
        jdbc.sql("""
                        insert into webhook_endpoint (id, tenant, kind, url, types, payload, state, created_at)
                        values (gen_random_uuid(), :tenant, 'ENDPOINT', 'https://example.com/', '{batch.completed}',
                                'THIN', 'PAUSED', now())
                        """).param("tenant", tenant).update();
    }

    @Test
    void four_gateways_together_keep_a_batchs_window_and_make_one_call_of_each_item() throws Exception {
        endpoint();
        Batch batch = batch(60);
        for (int i = 0; i < 4; i++) {
            gateway();
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CyclicBarrier together = new CyclicBarrier(4);
        try {
            while (count(batch, ItemState.FAILED) < 60) {
                List<Future<?>> rounds = new ArrayList<>();
                for (Drip gateway : gateways) {
                    rounds.add(threads.submit(() -> {
                        together.await();
                        return gateway.round();
                    }));
                }
                for (Future<?> round : rounds) {
                    round.get();
                }
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> gateways.stream().allMatch(gateway -> gateway.busy() == 0));
                assertThat(count(batch, ItemState.PROCESSING)).isBetween(0, WINDOW);
                queued().forEach(this::end);
            }
        } finally {
            threads.shutdownNow();
        }
        ends.look();
        assertThat(calls()).isEqualTo(60);
        assertThat(jobs.page(tenant, null, null, null, null, 1000)).hasSize(60);
        assertThat(batches.find(tenant, batch.id()).orElseThrow().state()).isEqualTo(Batch.State.COMPLETED);
        assertThat(events()).isEqualTo(1);
    }

    /** The one that died may only have slept. */
    @Test
    void another_gateway_takes_over_from_one_that_died_and_what_that_one_still_does_comes_to_nothing()
            throws Exception {
        Batch batch = batch(3);
        List<ClaimedItem> dead = claims().claim(false, 10);
        assertThat(dead).hasSize(3);
        assertThat(claims().claim(false, 10)).isEmpty();
        clock.advance(Duration.ofSeconds(59));
        assertThat(claims().claim(false, 10)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        List<ClaimedItem> taken = claims().claim(false, 10);
        assertThat(taken).hasSize(3);

        itemRun().run(dead.get(0));
        assertThat(calls()).as("its claim is lost").isZero();
        itemRun().run(taken.get(0));
        itemRun().run(taken.get(0));
        itemRun().run(dead.get(0));
        assertThat(calls()).isEqualTo(1);
        assertThat(queued()).hasSize(1);
        assertThat(count(batch, ItemState.PROCESSING)).isEqualTo(1);
    }

    @Test
    void a_claim_that_is_renewed_is_not_taken_over_and_one_that_is_given_back_is_at_once() {
        batch(1);
        ClaimedItem held = claims().claim(false, 1).get(0);
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(50));
            claims().renew(List.of(held.claim()));
            assertThat(claims().claim(false, 1)).isEmpty();
        }
        claims().release(List.of(held.claim()));
        assertThat(claims().claim(false, 1))
                .singleElement()
                .satisfies(
                        item -> assertThat(item.tries()).as("it did not count").isEqualTo(1));
    }

    @Test
    void an_item_whose_batch_is_cancelled_in_the_middle_does_not_become_a_call() throws Exception {
        Batch batch = batch(2);
        ClaimedItem held = claims().claim(false, 1).get(0);
        items.cancel(batch.id());
        itemRun().run(held);
        ends.look();
        assertThat(calls()).isZero();
        assertThat(batches.find(tenant, batch.id()).orElseThrow().state()).isEqualTo(Batch.State.CANCELLED);
    }

    /** As when a stage begins just while its batch is being cancelled. */
    @Test
    void a_job_that_begins_in_a_cancelled_batch_is_cancelled_all_the_same() throws Exception {
        Batch batch = batch(1);
        itemRun().run(claims().claim(false, 1).get(0));
        jdbc.sql("update batch set cancelled_at = now() where id = :id")
                .param("id", batch.id())
                .update();
        ends.look();
        assertThat(queued()).isEmpty();
        assertThat(count(batch, ItemState.CANCELLED)).isEqualTo(1);
    }

    @Test
    void a_batch_ends_once_however_many_look() throws Exception {
        endpoint();
        Batch batch = batch(1);
        itemRun().run(claims().claim(false, 1).get(0));
        queued().forEach(this::end);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CyclicBarrier together = new CyclicBarrier(8);
        List<Future<?>> looks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            looks.add(threads.submit(() -> {
                together.await();
                ends.look();
                return true;
            }));
        }
        for (Future<?> look : looks) {
            look.get();
        }
        threads.shutdownNow();
        ends.look();
        assertThat(events()).isEqualTo(1);
        String detail = jdbc.sql("select detail from event where batch_id = :id")
                .param("id", batch.id())
                .query(String.class)
                .single();
        assertThat(json.readTree(detail)
                        .path("batch")
                        .path("counts")
                        .path("FAILED")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void an_item_whose_call_is_deleted_ends_and_says_so() throws Exception {
        Batch batch = batch(1);
        itemRun().run(claims().claim(false, 1).get(0));
        CallId call = Objects.requireNonNull(queued().get(0).callId());
        Map<String, Object> id = Map.of("id", call.value());
        jdbc.sql("delete from job where call_id = :id").params(id).update();
        jdbc.sql("delete from call where id = :id").params(id).update();
        ends.look();
        ItemView item = items.find(batch.id(), 1).orElseThrow();
        assertThat(item.state()).isEqualTo(ItemState.FAILED);
        assertThat(Objects.requireNonNull(item.error()).type()).hasToString("urn:earmark:problem:call-deleted");
    }

    @Test
    void uploads_that_never_come_are_given_up_and_old_batches_forgotten() {
        Instant now = clock.instant();
        Batch batch = new Batch(UUID.randomUUID(), tenant, null, Batch.State.OPEN, 3, false, 1, now, null, null);
        Manifest.Item item = new Manifest.Item(null, null, null, null, CallMetadata.NONE, null, null);
        storeTransaction.executeWithoutResult(status -> batches.insert(batch, false, null, List.of(item)));
        BatchUpkeep upkeep = new BatchUpkeep(batches, items, settings(), clock);
        upkeep.tidy();
        assertThat(count(batch, ItemState.AWAITING_UPLOAD)).isEqualTo(1);
        clock.advance(Duration.ofDays(7).plusSeconds(1));
        upkeep.tidy();
        assertThat(count(batch, ItemState.FAILED)).isEqualTo(1);
        ends.look();
        jdbc.sql("update batch set finished_at = :now")
                .param("now", utc(clock.instant()))
                .update();
        clock.advance(Duration.ofDays(90));
        upkeep.tidy();
        assertThat(batches.find(tenant, batch.id())).isPresent();
        clock.advance(Duration.ofSeconds(1));
        upkeep.tidy();
        assertThat(batches.find(tenant, batch.id())).isEmpty();
    }
}
