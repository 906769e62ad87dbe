package io.earmark.gateway.webhook;

import static org.awaitility.Awaitility.await;

import io.earmark.SettableClock;
import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.gateway.RealStore;
import io.earmark.gateway.Receiver;
import io.earmark.gateway.outbound.AddressGuard;
import io.earmark.gateway.outbound.OutboundClient;
import io.earmark.gateway.outbound.OutboundSettings;
import io.earmark.gateway.secrets.SecretBox;
import io.earmark.gateway.secrets.SecretsSettings;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Deliveries from a real PostgreSQL to real HTTP servers, with a clock that the test moves. */
abstract class WebhookFixture {

    static final String TENANT = "acme";
    static final Duration LEASE = Duration.ofSeconds(30);
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    @TempDir
    static Path blobs = Path.of("");

    final RealStore store = new RealStore(blobs);
    final SettableClock clock = store.clock;
    final JdbcClient jdbc = store.get(JdbcClient.class);
    final TransactionTemplate transaction = store.get(TransactionTemplate.class);
    final Jobs jobs = store.get(Jobs.class);
    final JsonMapper json = new JsonMapper();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final WebhookSettings settings = settings();
    final SecretBox box = new SecretBox(new SecretsSettings(KEY, List.of()));
    final AddressGuard guard = new AddressGuard(new OutboundSettings(List.of("127.0.0.0/8"), true));
    final OutboundClient client = new OutboundClient(guard);
    final Endpoints endpoints = new Endpoints(jdbc, clock);
    final SigningKeys keys = new SigningKeys(jdbc, transaction, box, clock);
    final Callbacks callbacks = new Callbacks(guard, box, endpoints, keys, jdbc);
    final DeliveryHistory history = new DeliveryHistory(jdbc, clock);
    final DeliveryClaims claims = new DeliveryClaims(jdbc, transaction, json, settings, clock);
    final DeliveryOutcomes outcomes = new DeliveryOutcomes(
            jdbc, transaction, endpoints, new RetrySchedule(settings.retries(), () -> 0.5), settings, clock);
    final Dispatcher dispatcher = gateway();
    private final List<Receiver> receivers = new ArrayList<>();

    WebhookFixture() {
        // The reference library compares with the machine's own clock.
        clock.advance(Duration.between(clock.instant(), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Little patience: a receiver that hangs is to be seen in a test's time, and one on a busy machine does not hang. */
    static WebhookSettings settings() {
        return new WebhookSettings(
                List.of(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(14),
                        Duration.ofHours(20),
                        Duration.ofHours(24)),
                Duration.ofSeconds(5),
                16,
                4,
                Duration.ofSeconds(1),
                Duration.ofDays(5),
                Duration.ofDays(30),
                50,
                "https://earmark.example/");
    }

    /** Another of the gateways that share the work. */
    final Dispatcher gateway() {
        Payloads payloads = new Payloads(store.get(Calls.class), jobs, json, settings);
        DeliveryAttempt attempt = new DeliveryAttempt(payloads, claims, keys, guard, client, settings, clock);
        return new Dispatcher(claims, attempt, outcomes, new WebhookMetrics(jdbc, meters, clock), settings);
    }

    @AfterEach
    void close() throws IOException {
        receivers.forEach(Receiver::close);
        client.close();
        store.close();
    }

    Receiver receiver() {
        try {
            Receiver receiver = new Receiver();
            receivers.add(receiver);
            return receiver;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Endpoint endpoint(String url) {
        return endpoint(url, Endpoint.Payload.THIN, SigningKey.Algorithm.HMAC);
    }

    Endpoint endpoint(String url, Endpoint.Payload payload, SigningKey.Algorithm algorithm) {
        Endpoint endpoint = endpoints.insert(TENANT, url, null, List.of(), payload);
        keys.create(TENANT, endpoint.id(), algorithm);
        return endpoint;
    }

    Endpoint now(Endpoint endpoint) {
        return endpoints.find(TENANT, endpoint.id()).orElseThrow();
    }

    /** What there is to be told, in a way that does not need a call. */
    Job cancelled() {
        Job job = Job.queued(JobKind.SPEAK, TENANT, null, "{}", 3, clock.instant());
        jobs.enqueue(job);
        jobs.requestCancel(TENANT, job.id());
        return job;
    }

    Job recording() {
        Call call = new Call(
                CallId.random(),
                TENANT,
                new BlobRef("aa/" + UUID.randomUUID(), "00", 1),
                new AudioFormat("wav", "pcm_s16le", 12.5, 2, 16_000),
                CallMetadata.NONE,
                clock.instant());
        store.get(Calls.class).insert(call);
        Job job = Job.queued(JobKind.TRANSCRIBE, TENANT, call.id(), "{}", 3, clock.instant());
        jobs.enqueue(job);
        return job;
    }

    /** @param utterances of ten words each */
    void transcribed(Job job, int utterances) {
        List<Utterance> lines = new ArrayList<>();
        for (int i = 0; i < utterances; i++) {
            lines.add(new Utterance(
                    i, "S1", 0, i, i + 0.9, "one two three four five six seven eight nine ten", 1, List.of()));
        }
        Transcript.Engine engine = new Transcript.Engine("vosk", "tiny", "0.3.45");
        jobs.complete(job.id(), claimed(job), new Transcript(12.5, "en-US", engine, List.of(), lines), List.of());
    }

    long claimed(Job job) {
        return Objects.requireNonNull(
                        jobs.claim(job.id(), "worker", LEASE).orElseThrow().lease())
                .token();
    }

    /** Everything that is due now, until nothing is. */
    void deliverDue() {
        while (dispatcher.round() > 0) {
            await("the attempts").until(() -> dispatcher.busy() == 0);
        }
    }

    List<DeliveryHistory.Row> deliveries(Endpoint endpoint) {
        return history.page(endpoint.id(), null, null, 200);
    }

    DeliveryHistory.Row delivery(Endpoint endpoint) {
        List<DeliveryHistory.Row> all = deliveries(endpoint);
        if (all.size() != 1) {
            throw new AssertionError("Not one delivery but " + all);
        }
        return all.get(0);
    }

    JsonNode body(Receiver.Message message) {
        return json.readTree(message.body());
    }
}
