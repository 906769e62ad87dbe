package io.earmark.standalone;

import io.earmark.standalone.client.ProgressDisplay;
import io.earmark.standalone.client.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends the two sample calls through a server of its own. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Show the whole pipeline on two sample calls.",
        description = {
            "",
            "Starts a server on free ports, sends it two recorded calls over HTTP, and prints what comes out:"
                    + " who said what, how the talk was shared, and the moments worth coaching."
                    + " Each moment's spoken replay is left behind as a file. Takes less than a minute.",
            ""
        },
        optionListHeading = "Options:%n")
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Leave everything in DIR: the replays, the server's data and its log."
                    + " Without it only the replays stay, in a temporary directory.")
    private @Nullable Path keep;

    private DemoCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Instant begin = Instant.now();
        Path home = keep == null
                ? Files.createTempDirectory("earmark-demo-")
                : Files.createDirectories(keep.toAbsolutePath().normalize());
        Path data = home.resolve("data");
        LogFile.in(data);
        Terminal terminal = Terminal.told();
        DemoRun run;
        try (ProgressDisplay display = ProgressDisplay.onErrorStream(terminal, "Demo")) {
            display.show(0, "starting database, broker, gateway, workers");
            try (EarmarkServer server = stopped(EarmarkServer.start(new ServerOptions(data, "127.0.0.1", 0, "tiny")))) {
                run = new DemoRun(server, home, display);
                run.go();
                display.show(1, "done");
            }
        }
        run.print(terminal, json);
        if (keep == null) {
            delete(data);
        }
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
        System.err.printf(Locale.ROOT, "Done in %.1f s. The replays are in %s%n", seconds, run.replays());
        return 0;
    }

    /** Even by Ctrl-C: the database is a process of its own. */
    private static EarmarkServer stopped(EarmarkServer server) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        return server;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
