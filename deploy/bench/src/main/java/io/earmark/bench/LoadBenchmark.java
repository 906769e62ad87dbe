package io.earmark.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A gateway of a small heap to which many submit while many poll, all by the clock and not one after another: who has to
 * wait holds up nobody else, and times count from when a request was due.
 */
final class LoadBenchmark implements Benchmark {

    private static final int HEAP_MEGABYTES = 256;
    private static final int CLIENTS = 500;
    private static final int SUBMISSIONS_PER_SECOND = 50;
    /** One in so many submissions is a recording, which the gateway has to look into; the others are texts to speak. */
    private static final int RECORDINGS = 5;

    private static final int RECORDING_BYTES = 192_000;
    private static final int THREADS = 4;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Recording recording = new Recording(RECORDING_BYTES);
    private final Queue<String> submitted = new ConcurrentLinkedQueue<>();
    private final Collection<Double> submissions = new ConcurrentLinkedQueue<>();
    private final Collection<Double> polls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /** One that polls: a job for ten seconds, once a second, with what it knows of it; then the next. */
    private static final class Client {

        private static final int TIMES = 10;

        private volatile @Nullable String job;
        private volatile @Nullable String etag;
        private int times;

        @Nullable
        String next(Queue<String> submitted) {
            if (job == null || times == TIMES) {
                job = submitted.poll();
                etag = null;
                times = 0;
            }
            times++;
            return job;
        }
    }

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
            under(api, time.dividedBy(5));
            double before = gateway.residentMegabytes();
            forget();
            under(api, time);
            double after = gateway.residentMegabytes();
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

    private void forget() {
        submissions.clear();
        polls.clear();
        errors.set(0);
    }

    private static void tell(String figure, Collection<Double> millis, Report report) {
        report.figure(figure + ".count", millis.size(), "");
        report.figure(figure + ".p50", Statistics.median(millis), "ms");
        report.figure(figure + ".p99", Statistics.percentile(millis, 0.99), "ms");
    }

    private void under(ApiClient api, Duration time) throws InterruptedException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client());
        }
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
        AtomicLong submission = new AtomicLong();
        AtomicLong poll = new AtomicLong();
        long begun = System.nanoTime();
        long eachSubmission = TimeUnit.SECONDS.toNanos(1) / SUBMISSIONS_PER_SECOND;
        long eachPoll = TimeUnit.SECONDS.toNanos(1) / CLIENTS;
        clock.scheduleAtFixedRate(
                () -> {
                    long number = submission.getAndIncrement();
                    submit(api, number, begun + number * eachSubmission);
                },
                0,
                eachSubmission,
                TimeUnit.NANOSECONDS);
        clock.scheduleAtFixedRate(
                () -> {
                    long number = poll.getAndIncrement();
                    poll(api, clients.get((int) (number % CLIENTS)), begun + number * eachPoll);
                },
                0,
                eachPoll,
                TimeUnit.NANOSECONDS);
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        clock.shutdown();
        Awaitility.await("all answers").atMost(Duration.ofMinutes(1)).until(() -> open.get() == 0);
    }

    private void submit(ApiClient api, long number, long due) {
        HttpRequest request = (number % RECORDINGS == 0 ? api.uploading(recording) : api.speaking("Hello.")).build();
        send(
                request,
                due,
                submissions,
                answer -> answer.headers().firstValue("Location").ifPresent(submitted::add));
    }

    private void poll(ApiClient api, Client client, long due) {
        String job = client.next(submitted);
        if (job != null) {
            HttpRequest.Builder request = api.to(job).GET();
            String etag = client.etag;
            if (etag != null) {
                request.header("If-None-Match", etag);
            }
            send(
                    request.build(),
                    due,
                    polls,
                    answer -> answer.headers().firstValue("ETag").ifPresent(known -> client.etag = known));
        }
    }

    private interface Answered {
        void with(HttpResponse<Void> answer);
    }

    private void send(HttpRequest request, long due, Collection<Double> millis, Answered then) {
        open.incrementAndGet();
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            millis.add((System.nanoTime() - due) / 1e6);
            if (failure != null || answer.statusCode() >= 400) {
                errors.incrementAndGet();
            } else {
                then.with(answer);
            }
            open.decrementAndGet();
        });
    }
}
