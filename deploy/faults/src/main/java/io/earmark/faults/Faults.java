package io.earmark.faults;

import io.earmark.faults.inside.Broken;
import io.earmark.faults.plan.Fault;
import io.earmark.faults.plan.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the fault suite. */
@Command(
        name = "deploy/faults/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs Earmark as real processes over a real RabbitMQ and a real PostgreSQL, submits jobs with known content,"
                    + " and kills, pauses, restarts and wipes whatever it can meanwhile. Then it checks that no accepted"
                    + " job was lost, doubled, stuck or spoilt.",
            "Exit status: 0 if so, 1 if not, 2 if the run itself could not be done."
        })
public final class Faults implements Callable<Integer> {

    @Option(names = "--jobs", paramLabel = "N", description = "Submissions to be accepted. Default: ${DEFAULT-VALUE}")
    private int jobs = 150;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Of submissions and faults: the same seed, the same schedule. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Under fire; starting and checking come on top. Default: ${DEFAULT-VALUE}")
    private double minutes = 3;

    @Option(names = "--plan", description = "Print the schedule of faults, and do nothing.")
    private boolean plan;

    @Option(names = "--keep", description = "Leave the run's directory with all logs, and say where it is.")
    private boolean keep;

    @Option(
            names = "--broken",
            paramLabel = "NAME",
            description =
                    "Break the engine in this way and run the scenario that must find it: ${COMPLETION-CANDIDATES}.",
            completionCandidates = BrokenNames.class)
    private @Nullable String broken;

    @Option(
            names = "--self-test",
            description =
                    "Run every scenario, with the sound engine and with the broken one: fails if any is not found out.")
    private boolean selfTest;

    static final class BrokenNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Broken.values()).map(Broken::label).iterator();
        }
    }

    /** @param arguments see {@code --help} */
    public static void main(String[] arguments) {
        int status = new CommandLine(new Faults())
                .setExecutionExceptionHandler((e, line, result) -> {
                    System.err.println("faults: the run could not be done: " + e);
                    e.printStackTrace(System.err);
                    return 2;
                })
                .execute(arguments);
        System.exit(status);
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Duration time = Duration.ofMillis((long) (minutes * 60_000));
        List<Fault> faults = Schedule.of(seed, time);
        if (plan) {
            faults.forEach(System.out::println);
            return 0;
        }
        Path checkout =
                Path.of(System.getProperty("earmark.faults.checkout", "")).toAbsolutePath();
        if (selfTest) {
            return new SelfTest(checkout, keep).all() ? 0 : 1;
        }
        if (broken != null) {
            return new SelfTest(checkout, keep).broken(named(broken)) ? 0 : 1;
        }
        Report report = new Run(checkout, keep).run(seed, jobs, time, faults);
        report.print(System.out);
        return report.isClean() ? 0 : 1;
    }

    private static Broken named(String name) {
        return Arrays.stream(Broken.values())
                .filter(one -> one.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no broken engine '" + name + "'; there are "
                        + Arrays.stream(Broken.values()).map(Broken::label).collect(Collectors.joining(", "))));
    }
}
