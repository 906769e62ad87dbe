package io.earmark.faults.cluster;

import io.earmark.faults.inside.Home;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Two gateways and two of each worker over one broker and one database. */
public final class Cluster implements AutoCloseable {

    private static final int OF_EACH = 2;
    private static final Duration START = Duration.ofMinutes(3);
    /** A process that ends so often before it is ready will not be. */
    private static final int MOST_STARTS = 4;

    private final RunDirectory run;
    private final Home home;
    private final Database database;
    private final RabbitNode broker;
    private final List<Member> members;
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "supervisor");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Cluster(RunDirectory run, Home home, Database database, RabbitNode broker, List<Member> members) {
        this.run = run;
        this.home = home;
        this.database = database;
        this.broker = broker;
        this.members = members;
    }

    /** @param checkout the repository, built */
    public static Cluster start(RunDirectory run, Path checkout, ClusterSettings settings)
            throws IOException, InterruptedException {
        Home home = new Home(run.path().resolve("points")).create();
        Database database = Database.start(run);
        RabbitNode broker = RabbitNode.start(run);
        List<Member> members = new ArrayList<>();
        for (Deployable deployable : Deployable.values()) {
            Launch launch = new Launch(run, home, database, broker, checkout, settings);
            for (int number = 1; number <= OF_EACH; number++) {
                members.add(launch.member(deployable, number));
            }
        }
        Cluster cluster = new Cluster(run, home, database, broker, List.copyOf(members));
        for (Member member : members) {
            member.start();
        }
        cluster.supervisor.scheduleWithFixedDelay(cluster::supervise, 500, 500, TimeUnit.MILLISECONDS);
        cluster.awaitReady();
        return cluster;
    }

    private void supervise() {
        for (Member member : members) {
            try {
                member.supervise();
            } catch (IOException e) {
                System.err.println("faults: " + member.name() + " cannot be started: " + e.getMessage());
            }
        }
    }

    /** Until every process says that it is ready. */
    public void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        Map<Member, Integer> starts = members.stream().collect(Collectors.toMap(Function.identity(), Member::starts));
        for (Member member : members) {
            while (!isReady(member)) {
                if (System.nanoTime() > deadline || member.starts() > starts.getOrDefault(member, 0) + MOST_STARTS) {
                    throw new IOException(member.name() + " is not ready after " + START.toSeconds()
                            + " s or ends again and again; its words are in "
                            + run.path().resolve("log/" + member.name() + ".log"));
                }
                Thread.sleep(200);
            }
        }
    }

    public boolean isReady(Member member) throws InterruptedException {
        try {
            HttpRequest ask = HttpRequest.newBuilder(member.url().resolve("/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public Home home() {
        return home;
    }

    public Path directory() {
        return run.path();
    }

    public Path blobs() {
        return run.path().resolve("blobs");
    }

    public Database database() {
        return database;
    }

    public RabbitNode broker() {
        return broker;
    }

    public List<Member> members() {
        return members;
    }

    public List<Member> gateways() {
        return members.stream()
                .filter(member -> member.deployable() == Deployable.GATEWAY)
                .toList();
    }

    public Member member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Stops the workers in order, for good; what they had not acknowledged goes back to its queue. */
    public List<String> stopWorkers() throws IOException, InterruptedException {
        List<String> killed = new ArrayList<>();
        for (Member member : members) {
            if (member.deployable() != Deployable.GATEWAY && !member.stop()) {
                killed.add(member.name());
            }
        }
        return killed;
    }

    /** What the stopped workers started and did not end: the recogniser's processes, ffmpeg's. */
    public List<String> leftovers() {
        return run.processes().stream()
                .filter(command -> command.contains("io.earmark.stt.child") || command.startsWith("ffmpeg"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        supervisor.shutdownNow();
        run.endEverything();
    }
}
