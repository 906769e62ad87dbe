package io.earmark.gateway.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobStore;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import io.earmark.call.SpokenAudio;
import io.earmark.gateway.RealStore;
import io.earmark.job.Job;
import io.earmark.job.JobKind;
import io.earmark.store.Calls;
import io.earmark.store.Jobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever is in the store, in whatever mixture: every old orphan goes, and nothing else does. */
class OrphanSweepTest {

    private static final Duration AGE = Duration.ofDays(1);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int SEEDS = 25;

    @TempDir
    static Path directories = Path.of("");

    private final Path directory = fresh();

    private final RealStore store = new RealStore(directory);
    private final Jobs jobs = store.get(Jobs.class);
    private final Calls calls = store.get(Calls.class);
    private final BlobStore blobs = store.get(BlobStore.class);
    private final OrphanSweep sweep = new OrphanSweep(jobs, blobs, store.clock, AGE);
    private final Set<String> live = new TreeSet<>();
    private final Set<String> orphans = new TreeSet<>();

    private static Path fresh() {
        try {
            return Files.createTempDirectory(directories, "blobs-");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What a blob can be, by who made it and how far that came. */
    private enum Fate {
        RECORDING_OF_A_CALL,
        RECORDING_OF_A_BATCHS_ITEM,
        AUDIO_OF_A_RESULT,
        UPLOAD_BEFORE_ITS_COMMIT,
        UPLOAD_UNDER_WAY,
        UPLOAD_WHOSE_GATEWAY_DIED,
        UPLOAD_CUT_OFF,
        AUDIO_WHOSE_WORKER_DIED,
        AUDIO_WHOSE_LEASE_WAS_LOST,
        AUDIO_OF_A_CANCELLED_JOB
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void every_old_orphan_goes_and_nothing_else_does() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            for (int i = random.nextInt(40); i >= 0; i--) {
                make(Fate.values()[random.nextInt(Fate.values().length)], random);
            }
            assertThat(files()).as("seed %d, before", seed).containsAll(live).containsAll(orphans);
            sweep.sweep();
            assertThat(files()).as("seed %d", seed).isEqualTo(live);
            orphans.clear();
        }
    }

    /** However old: more than one batch of references is looked up. */
    @Test
    void a_store_full_of_old_recordings_stays() throws Exception {
        for (int i = 0; i < 1_100; i++) {
            make(Fate.RECORDING_OF_A_CALL, new Random(i));
        }
        sweep.sweep();
        assertThat(files()).isEqualTo(live);
    }

    private void make(Fate fate, Random random) throws IOException {
        Duration old = AGE.plusSeconds(1 + random.nextInt(1_000_000));
        Duration young = Duration.ofSeconds(random.nextInt((int) AGE.toSeconds()));
        Duration either = random.nextBoolean() ? old : young;
        switch (fate) {
            case RECORDING_OF_A_CALL -> {
                BlobRef audio = written(either, live);
                calls.insert(new Call(
                        CallId.random(),
                        "acme",
                        audio,
                        new AudioFormat("wav", "pcm_s16le", 1, 1, 8_000),
                        CallMetadata.NONE,
                        store.clock.instant()));
            }
            case RECORDING_OF_A_BATCHS_ITEM -> ofAnItem(written(either, live));
            case AUDIO_OF_A_RESULT -> {
                Job job = running();
                assertThat(jobs.complete(job.id(), token(job), spoken(written(either, live)), List.of()))
                        .isTrue();
            }
            case UPLOAD_BEFORE_ITS_COMMIT -> written(young, live);
            case UPLOAD_UNDER_WAY -> incoming(young, live);
            case UPLOAD_WHOSE_GATEWAY_DIED, AUDIO_WHOSE_WORKER_DIED -> written(old, orphans);
            case UPLOAD_CUT_OFF -> incoming(old, orphans);
            case AUDIO_WHOSE_LEASE_WAS_LOST -> {
                Job job = running();
                long late = token(job);
                jobs.handBack(job.id(), late);
                assertThat(jobs.complete(job.id(), late, spoken(written(old, orphans)), List.of()))
                        .isFalse();
            }
            case AUDIO_OF_A_CANCELLED_JOB -> {
                Job job = running();
                jobs.requestCancel("acme", job.id());
                jobs.complete(job.id(), token(job), spoken(written(old, orphans)), List.of());
            }
        }
    }

    /** That waits for its turn. */
    private void ofAnItem(BlobRef audio) {
        JdbcClient jdbc = store.get(JdbcClient.class);
        UUID batch = UUID.randomUUID();
        jdbc.sql("""
                        insert into batch (id, tenant, state, priority, reuse, call_events, items, created_at)
                        values (:id, 'acme', 'OPEN', 3, false, false, 1, now())
                        """).param("id", batch).update();
        jdbc.sql("""
                        insert into batch_item (batch_id, number, state, metadata, audio_key, due_at)
                        values (:id, 1, 'WAITING', '{}', :key, now())
                        """).param("id", batch).param("key", audio.key()).update();
    }

    private BlobRef written(Duration age, Set<String> which) throws IOException {
        BlobRef blob = blobs.write(new ByteArrayInputStream(new byte[] {1}), 10);
        aged(blob.key(), age);
        which.add(blob.key());
        return blob;
    }

    private void incoming(Duration age, Set<String> which) throws IOException {
        String key = "incoming/" + UUID.randomUUID();
        Files.write(directory.resolve(key), new byte[] {1});
        aged(key, age);
        which.add(key);
    }

    private void aged(String key, Duration age) throws IOException {
        Files.setLastModifiedTime(
                directory.resolve(key), FileTime.from(store.clock.instant().minus(age)));
    }

    private Job running() {
        Job job = Job.queued(JobKind.SPEAK, "acme", null, "{}", 3, store.clock.instant());
        jobs.enqueue(job);
        return jobs.claim(job.id(), "w", LEASE).orElseThrow();
    }

    private static long token(Job job) {
        return Objects.requireNonNull(job.lease()).token();
    }

    private static SpokenAudio spoken(BlobRef blob) {
        return new SpokenAudio(blob, "audio/wav", 1);
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
