package io.earmark.standalone;

import io.earmark.stt.model.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a server until it is told to stop. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Run a server here, with a database and a broker of its own, until Ctrl-C.",
        description = {
            "",
            "What it keeps is in one directory and is found again at the next start, even after a crash."
                    + " The first start makes an API key and keeps it there in the file api-key.",
            ""
        },
        optionListHeading = "Options:%n")
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8484",
            description = "Port of the API. Default: ${DEFAULT-VALUE}; 0 takes a free one.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "H",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}, this machine only; 0.0.0.0 for all.")
    private String host = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory for everything that is kept. Default: ~/.local/share/earmark.")
    private @Nullable Path data;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Speech model: 'general' for people's English (rough, bundled), 'tiny' for the samples only,"
                    + " a name of './earmark model list', or the directory of a Vosk model. Default: the one of"
                    + " './earmark model use', else 'general'.")
    private @Nullable String chosen;

    private UpCommand() {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        Path home =
                (data == null ? DefaultData.directory() : data).toAbsolutePath().normalize();
        Path log = LogFile.in(home);
        Thread.setDefaultUncaughtExceptionHandler(UpCommand::toTheLog);
        String model =
                chosen == null ? new ModelStore(home.resolve("models")).inUse().orElse("general") : chosen;
        System.err.println("Starting Earmark on " + home + " ...");
        try (EarmarkServer server = EarmarkServer.start(new ServerOptions(home, host, port, model))) {
            CountDownLatch stopped = stopOnSignal(server);
            System.out.println("Earmark is up.");
            System.out.println("  URL      " + server.url());
            System.out.println("  API key  " + server.apiKey() + "  (kept in " + DataDirectory.keyFile(home) + ")");
            System.out.println("  model    " + model);
            System.out.println("  log      " + log);
            System.out.println("Send a call: ./earmark submit FILE --wait" + serverOption(server));
            System.out.println("Ctrl-C stops it.");
            System.out.flush();
            stopped.await();
        }
        return 0;
    }

    /** The terminal is for people: what libraries leave uncaught, as Spring AMQP does while it stops, is not for them. */
    private static void toTheLog(Thread thread, Throwable uncaught) {
        LoggerFactory.getLogger(UpCommand.class).warn("Uncaught in thread {}", thread.getName(), uncaught);
    }

    private String serverOption(EarmarkServer server) {
        boolean usual = port == Integer.parseInt(ServerOption.USUAL_PORT) && data == null;
        return usual ? "" : " --server " + server.url() + " --key KEY";
    }

    /** The process ends when its hooks are done, and so with a server that has stopped well. */
    private static CountDownLatch stopOnSignal(EarmarkServer server) {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    System.err.println("Stopping ...");
                    server.close();
                    stopped.countDown();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return stopped;
    }
}
