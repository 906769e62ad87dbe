package io.earmark.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A gateway of a small heap to which many submit while many poll. Submissions come by the clock, whatever the gateway is at;
 * a client that polls waits for its answer. Times count from when a request was due: a gateway that is late is not asked less.
 */
final class LoadBenchmark implements Benchmark {

    private static final int HEAP_MEGABYTES = 256;
    private static final int CLIENTS = 500;
    private static final long EACH_POLL = TimeUnit.SECONDS.toNanos(2);
    private static final long EACH_SUBMISSION = TimeUnit.SECONDS.toNanos(1) / 50;
    /** One in so many submissions is a recording, which the gateway has to look into; the others are texts to speak. */
    private static final int RECORDINGS = 5;

    private static final int RECORDING_BYTES = 192_000;
    private static final int THREADS = 4;
    private static final int TOLD_SECONDS = 30;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Recording recording = new Recording(RECORDING_BYTES);
    private final Queue<String> submitted = new ConcurrentLinkedQueue<>();
    private final Collection<Double> submissions = new ConcurrentLinkedQueue<>();
    private final Collection<Double> polls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    @Override
    public String name() {
        return "load";
    }

    @Override
    public void run(Servers servers, boolean brief, Report report) throws Exception {
        Duration time = brief ? Duration.ofSeconds(15) : Duration.ofMinutes(5);
        String url = servers.newDatabase("load");
        try (EarmarkEngine engine = new EarmarkEngine(servers, url, THREADS);
                GatewayProcess gateway = GatewayProcess.start(servers, url, HEAP_MEGABYTES)) {
            engine.start();
            ApiClient api = new ApiClient(gateway.port());
            under(api, time.dividedBy(5), report);
            double before = megabytes(gateway);
            submissions.clear();
            polls.clear();
            under(api, time, report);
            double after = megabytes(gateway);
            Awaitility.await("the end of all jobs")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> engine.unfinished() == 0);
            tell("load.submit", submissions, report);
            tell("load.poll", polls, report);
            report.figure("load.errors", errors.get(), "", null, "0");
            report.figure("load.heap-limit", HEAP_MEGABYTES, "MB");
            report.figure("load.memory-before", before, "MB");
            report.figure("load.memory", after, "MB", Report.ratio(after, before, "before"), "≤ 1.1");
        }
    }

    private static double megabytes(GatewayProcess gateway) {
        return ProcessMemory.NOW.of(gateway.pid()) / (double) (1 << 20);
    }

    private static void tell(String figure, Collection<Double> millis, Report report) {
        report.figure(figure + ".count", millis.size(), "");
        report.figure(figure + ".p50", Statistics.median(millis), "ms");
        report.figure(figure + ".p99", Statistics.percentile(millis, 0.99), "ms");
    }

    private void under(ApiClient api, Duration time, Report report) {
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        clock.execute(() -> submit(clock, api, 0, begun, end));
        clock.scheduleAtFixedRate(() -> tellSoFar(report), TOLD_SECONDS, TOLD_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < CLIENTS; i++) {
            Client client = new Client(clock, api, begun + i * EACH_POLL / CLIENTS, end);
            clock.execute(client::pollWhenDue);
        }
        Awaitility.await("all answers")
                .pollDelay(time)
                .atMost(time.multipliedBy(2).plusMinutes(1))
                .until(() -> System.nanoTime() > end && open.get() == 0);
        clock.shutdownNow();
    }

    private void tellSoFar(Report report) {
        report.progress(
                "%d submissions, %d polls, %d errors, %d unanswered",
                submissions.size(), polls.size(), errors.get(), open.get());
    }

    private void submit(ScheduledExecutorService clock, ApiClient api, long number, long due, long end) {
        HttpRequest request = (number % RECORDINGS == 0 ? api.uploading(recording) : api.speaking("Hello.")).build();
        send(
                request,
                due,
                submissions,
                answer -> answer.headers().firstValue("Location").ifPresent(submitted::add));
        long next = due + EACH_SUBMISSION;
        if (next < end) {
            at(clock, next, () -> submit(clock, api, number + 1, next, end));
        }
    }

    private static void at(ScheduledExecutorService clock, long due, Runnable task) {
        clock.schedule(task, due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** One that polls: a job for ten seconds, every two seconds, with what it knows of it; then the next. */
    private final class Client {

        private static final int TIMES = 5;

        private final ScheduledExecutorService clock;
        private final ApiClient api;
        private final long end;
        private long due;
        private @Nullable String job;
        private @Nullable String etag;
        private int times;

        Client(ScheduledExecutorService clock, ApiClient api, long due, long end) {
            this.clock = clock;
            this.api = api;
            this.due = due;
            this.end = end;
        }

        void pollWhenDue() {
            if (due < end) {
                at(clock, due, this::poll);
            }
        }

        private synchronized void poll() {
            if (job == null || times == TIMES) {
                job = submitted.poll();
                etag = null;
                times = 0;
            }
            if (job == null) {
                then();
                return;
            }
            times++;
            HttpRequest.Builder request = api.to(job).GET();
            if (etag != null) {
                request.header("If-None-Match", etag);
            }
            send(request.build(), due, polls, this::answered);
        }

        private synchronized void answered(HttpResponse<Void> answer) {
            answer.headers().firstValue("ETag").ifPresent(known -> etag = known);
            then();
        }

        private void then() {
            due += EACH_POLL;
            pollWhenDue();
        }
    }

    /** @param then not called if the request failed, or was refused */
    private void send(HttpRequest request, long due, Collection<Double> millis, Consumer<HttpResponse<Void>> then) {
        open.incrementAndGet();
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            millis.add((System.nanoTime() - due) / 1e6);
            if (failure != null || answer.statusCode() >= 400) {
                errors.incrementAndGet();
            } else {
                then.accept(answer);
            }
            open.decrementAndGet();
        });
    }
}
