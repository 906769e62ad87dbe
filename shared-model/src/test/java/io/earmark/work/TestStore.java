package io.earmark.work;

import io.earmark.Postgres;
import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobStore;
import io.earmark.blob.FileBlobStore;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.SpokenAudio;
import io.earmark.call.Transcript;
import io.earmark.job.Attempt;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import io.earmark.store.Outbox;
import io.earmark.store.StoreConfiguration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** The store over a real PostgreSQL, for tests of what workers do with it. */
public final class TestStore implements AutoCloseable {

    public static final String TENANT = "acme";
    public static final Transcript TRANSCRIPT =
            new Transcript(12.5, "en-US", new Transcript.Engine("vosk", "tiny", "0.3.45"), List.of(), List.of());

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final String url;
    private final Path directory;

    /**
     * @param url       of a database with our tables, credentials included
     * @param directory for blobs
     */
    public TestStore(String url, Path directory) throws IOException {
        this.url = url;
        this.directory = directory;
        DataSource source = new DriverManagerDataSource(url);
        FileBlobStore blobs = new FileBlobStore(directory.resolve("blobs"));
        context.registerBean(DataSource.class, () -> source);
        context.registerBean(BlobStore.class, () -> blobs);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(source));
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(source));
        context.registerBean(JsonMapper.class, () -> new JsonMapper());
        context.register(StoreConfiguration.class);
        context.refresh();
    }

    /** Over a new database. */
    public static TestStore create(Path directory) throws IOException {
        return new TestStore(Postgres.newMigratedUrl(), directory);
    }

    public String url() {
        return url;
    }

    public Path directory() {
        return directory;
    }

    public Jobs jobs() {
        return context.getBean(Jobs.class);
    }

    public Outbox outbox() {
        return context.getBean(Outbox.class);
    }

    public Calls calls() {
        return context.getBean(Calls.class);
    }

    public BlobStore blobs() {
        return context.getBean(BlobStore.class);
    }

    public JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    /** A new job, about a call for the kinds that have one. */
    public Job enqueued(JobKind kind) {
        CallId call = kind == JobKind.SPEAK ? null : call();
        Job job = Job.queued(kind, TENANT, call, "{}", 3, Clock.systemUTC().instant());
        jobs().enqueue(job);
        return job;
    }

    private CallId call() {
        Call call = new Call(
                CallId.random(),
                TENANT,
                new BlobRef("aa/" + UUID.randomUUID(), "00", 1),
                new AudioFormat("wav", "pcm_s16le", 12.5, 2, 16_000),
                CallMetadata.NONE,
                Clock.systemUTC().instant());
        calls().insert(call);
        return call.id();
    }

    /** What a handler of SPEAK makes: a blob of its own. */
    public SpokenAudio spoken(String words) throws IOException {
        BlobRef blob = blobs().write(new ByteArrayInputStream(words.getBytes(StandardCharsets.UTF_8)), 1_000);
        return new SpokenAudio(blob, "audio/wav", 1);
    }

    public Job now(Job job) {
        return jobs().find(job.tenant(), job.id()).orElseThrow();
    }

    /** Waits for half a minute at most. */
    public Job await(Job job, JobState state) {
        return Awaitility.await("job " + job.id() + " to be " + state)
                .atMost(30, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .ignoreExceptions()
                .until(() -> now(job), found -> found.state() == state);
    }

    public List<Attempt.Outcome> outcomes(Job job) {
        return jobs().attempts(job.id()).stream().map(Attempt::outcome).toList();
    }

    public long results(Job job) {
        return jdbc().sql("select count(*) from result where job_id = :id")
                .param("id", job.id().value())
                .query(Long.class)
                .single();
    }

    /** Jobs of a kind, such as next stages. */
    public long jobs(JobKind kind) {
        return jdbc().sql("select count(*) from job where kind = :kind")
                .param("kind", kind.name())
                .query(Long.class)
                .single();
    }

    /** As if its worker had not been heard of for longer than its lease, and the reaper had come. */
    public void loseLease(Job job) {
        // A heartbeat may come between.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            int running = jdbc().sql("update job set lease_until = '2000-01-01Z' where id = :id and state = 'RUNNING'")
                    .param("id", job.id().value())
                    .update();
            return jobs().reap() > 0 || running == 0;
        });
    }

    @Override
    public void close() {
        context.close();
    }
}
