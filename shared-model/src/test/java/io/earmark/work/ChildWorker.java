package io.earmark.work;

import io.earmark.job.JobKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A worker in a process of its own, which a test may pause and kill. Its SPEAK jobs begin with a line on standard output
 * and last, deaf to interrupts, until a line comes on standard input; its COACH jobs never come.
 */
final class ChildWorker implements AutoCloseable {

    private static final String BEGUN = "begun ";

    private final Process process;
    private final BufferedReader output;

    private ChildWorker(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildWorker start(TestStore store, String broker, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ChildWorker.class.getName(),
                store.url(),
                broker,
                store.directory().toString()));
        command.addAll(List.of(settings));
        return new ChildWorker(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The child's side. */
    public static void main(String[] arguments) throws IOException {
        TestStore store = new TestStore(arguments[0], Path.of(arguments[2]));
        // Standard output is ours; the log's lines go elsewhere.
        PrintStream out = System.out;
        ScriptedHandler speak = new ScriptedHandler(JobKind.SPEAK, job -> {
            out.println(BEGUN + job.id());
            out.flush();
            if (System.in.read() < 0) {
                throw new IOException("The test is gone");
            }
            return store.spoken("child");
        });
        ScriptedHandler coach = new ScriptedHandler(JobKind.COACH, job -> TestStore.TRANSCRIPT);
        TestWorker worker = TestWorker.start(
                arguments[0],
                arguments[1],
                Path.of(arguments[2]),
                List.of(speak, coach),
                Arrays.copyOfRange(arguments, 3, arguments.length));
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
    }

    /** Back when a job has begun there. */
    void awaitBegun() throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(BEGUN)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("The child worker ended: see its output above");
        }
    }

    /** Lets the job that runs there end. */
    void release() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    void pause() throws Exception {
        signal("-STOP");
    }

    void wake() throws Exception {
        signal("-CONT");
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill " + name + " failed");
        }
    }

    /** Asks it to end, and does not wait. Not by {@link Process#destroy}, which closes its standard input too. */
    void terminate() throws Exception {
        signal("-TERM");
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("The child worker does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
