package io.earmark.faults.cluster;

import io.earmark.faults.inside.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a gateway or worker is started: its real main class and class path, and the failpoints beside them. */
record Launch(
        RunDirectory run, Home home, Database database, RabbitNode broker, Path checkout, ClusterSettings settings) {

    Member member(Deployable deployable, int number) throws IOException, InterruptedException {
        String name = deployable.label() + "-" + number;
        int port = Ports.free();
        Path failpoints = Deployable.archive(checkout.resolve("deploy/faults/target"), ".jar");
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
                deployable.classPath(checkout) + ":" + failpoints,
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
        return new Member(name, deployable, run, command, port);
    }
}
