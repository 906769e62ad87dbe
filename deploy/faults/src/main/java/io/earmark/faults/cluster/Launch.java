package io.earmark.faults.cluster;

import io.earmark.Ports;
import io.earmark.faults.inside.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a gateway or worker is started: its real main class and class path, and the failpoints beside them. */
record Launch(
        RunDirectory run, Home home, Database database, RabbitNode broker, Path checkout, ClusterSettings settings) {

    private static final Duration START = Duration.ofMinutes(3);

    Member member(Deployable deployable, int number) throws IOException, InterruptedException {
        String name = deployable.label() + "-" + number;
        int port = Ports.reserve();
        List<String> command = command(deployable, name, port);
        Path classes = deployable.sharedClasses(checkout);
        if (!Files.exists(classes) || isOlder(classes, failpoints()) || isOlder(classes, archive(deployable))) {
            dump(classes, command);
        }
        command.add(1, "-XX:SharedArchiveFile=" + classes);
        return new Member(name, deployable, run, command, port);
    }

    /** Starts it once, up to where it would begin to work. A JVM that cannot keep its classes loads them each time. */
    private void dump(Path classes, List<String> command) throws IOException, InterruptedException {
        Files.deleteIfExists(classes);
        List<String> once = new ArrayList<>(command);
        once.addAll(1, List.of("-XX:ArchiveClassesAtExit=" + classes, "-Dspring.context.exit=onRefresh"));
        Child child = Child.start(run, "classes", once, Map.of());
        if (!child.awaitEnd(START)) {
            child.kill();
        }
    }

    private static boolean isOlder(Path one, Path other) throws IOException {
        return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) < 0;
    }

    private Path failpoints() throws IOException {
        return Deployable.archive(checkout.resolve("deploy/faults/target"), ".jar");
    }

    private Path archive(Deployable deployable) throws IOException, InterruptedException {
        return Path.of(deployable.classPath(checkout));
    }

    private List<String> command(Deployable deployable, String name, int port)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Deployable.java(),
                // Eight of these share a small machine.
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Djava.io.tmpdir=" + run.under("tmp"),
                "-Dearmark.faults.database=" + database.url(),
                "-cp",
                archive(deployable) + ":" + failpoints(),
                deployable.mainClass(),
                "--server.port=" + port,
                "--" + Home.PROPERTY + "=" + home.directory(),
                "--" + Home.PROCESS + "=" + name,
                "--spring.main.banner-mode=off",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=",
                "--spring.rabbitmq.host=127.0.0.1",
                "--spring.rabbitmq.port=" + broker.port(),
                "--spring.rabbitmq.username=guest",
                "--spring.rabbitmq.password=guest",
                "--earmark.blobs.directory=" + run.under("blobs"),
                "--earmark.access.bootstrap-key=" + settings.key(),
                "--earmark.work.name=" + name,
                "--earmark.work.lease=" + settings.lease().toMillis() + "ms",
                "--earmark.stt.model=tiny",
                "--earmark.stt.data=" + run.under("stt")));
        settings.more().forEach((setting, value) -> command.add("--" + setting + "=" + value));
        return command;
    }
}
