package io.earmark.standalone;

import io.earmark.standalone.client.ApiClient;
import io.earmark.standalone.client.ApiProblem;
import io.earmark.standalone.client.BatchSummary;
import io.earmark.standalone.client.CallReport;
import io.earmark.standalone.client.JobStatus;
import io.earmark.standalone.client.ProgressDisplay;
import io.earmark.standalone.client.StageWatch;
import io.earmark.standalone.client.StageWatch.Outcome;
import io.earmark.standalone.client.StageWatch.Watched;
import io.earmark.standalone.client.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends recordings to a server. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Send recordings to a server.",
        description = {
            "",
            "Prints the call and the job of each recording, or with --wait the transcript and the moments."
                    + " In a stereo recording the left channel is taken for the agent, the right one for the customer.",
            "",
            "The recordings of a directory go as a batch, behind single ones: a bar shows how far it is, a table what came"
                    + " of each. Stopped at any time, the same command goes on where it was: it sends what the server does"
                    + " not have, and what failed.",
            ""
        },
        parameterListHeading = "Recordings:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:some recordings were refused or failed",
            "2:the command was not understood"
        })
final class SubmitCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SOME_FAILED = 1;

    @Parameters(
            paramLabel = "FILE|DIRECTORY",
            arity = "1..*",
            description = "Any audio that ffmpeg can read, such as WAV or MP3. Of a directory, what is named as such.")
    private List<Path> files = List.of();

    @Option(
            names = "--wait",
            negatable = true,
            description = "Wait for the result and print it. A batch is waited for unless --no-wait is given.")
    private @Nullable Boolean waitFor;

    @Option(
            names = "--report",
            paramLabel = "FILE.csv",
            description = "Send a batch, and write what came of each recording as a table for spreadsheets.")
    private @Nullable Path report;

    @Mixin
    private final ServerOption server = new ServerOption();

    @Option(names = "--agent", paramLabel = "NAME", description = "Who sold.")
    private @Nullable String agent;

    @Option(names = "--customer", paramLabel = "NAME", description = "Whom to.")
    private @Nullable String customer;

    @Option(
            names = "--redact",
            paramLabel = "KIND",
            split = ",",
            description = "What must not be read or heard in what is served of them: card, email, phone, ssn, digits;"
                    + " several with commas.")
    private List<String> redact = List.of();

    @Option(names = "--json", description = "Print one JSON document instead of text.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli puts it in
    private CommandSpec spec;

    private SubmitCommand() {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        for (Path file : files) {
            if (!Files.isReadable(file) || !(Files.isRegularFile(file) || Files.isDirectory(file))) {
                throw new ParameterException(
                        spec.commandLine(), "There is no readable file or directory " + file + ".");
            }
        }
        ApiClient api = server.client(spec);
        if (report != null || files.stream().anyMatch(Files::isDirectory)) {
            return batch(api);
        }
        List<Watched> sent = new ArrayList<>();
        ArrayNode documents = JSON.createArrayNode();
        boolean wait = Boolean.TRUE.equals(waitFor);
        boolean failed = send(api, sent, documents, wait);
        if (wait && !sent.isEmpty()) {
            failed |= report(api, sent, documents);
        }
        if (json) {
            System.out.println(JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(JSON.createObjectNode().set("calls", documents)));
        }
        return failed ? SOME_FAILED : 0;
    }

    private int batch(ApiClient api) throws InterruptedException, IOException {
        BatchSubmission submission = new BatchSubmission(api, files, metadata(), Terminal.told());
        if (submission.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "There are no recordings in " + files + ".");
        }
        try {
            BatchSummary summary = submission.run(!Boolean.FALSE.equals(waitFor));
            if (report != null) {
                summary.write(report);
            }
            if (json) {
                ArrayNode documents = JSON.createArrayNode();
                summary.addTo(documents);
                System.out.println(JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(JSON.createObjectNode().set("recordings", documents)));
            } else {
                summary.print(System.out, Terminal.told());
            }
            return summary.failures() > 0 ? SOME_FAILED : 0;
        } catch (ApiProblem e) {
            System.err.println(e.getMessage());
            System.err.println("The same command goes on from here: what the server has is not sent again.");
            return SOME_FAILED;
        }
    }

    private boolean send(ApiClient api, List<Watched> sent, ArrayNode documents, boolean wait)
            throws InterruptedException {
        boolean failed = false;
        for (Path file : files) {
            try {
                JobStatus job = api.transcribe(file, metadata().isEmpty() ? null : JSON.writeValueAsString(metadata()));
                String call = String.valueOf(job.callId());
                sent.add(new Watched(String.valueOf(file.getFileName()), call));
                if (json && !wait) {
                    documents
                            .addObject()
                            .put("file", file.toString())
                            .put("callId", call)
                            .put("jobId", job.id());
                } else if (!json && !wait) {
                    System.out.println(file + ": call " + call + ", job " + job.id());
                }
            } catch (ApiProblem e) {
                System.err.println(file + ": " + e.getMessage());
                failed = true;
            }
        }
        return failed;
    }

    private boolean report(ApiClient api, List<Watched> sent, ArrayNode documents) throws InterruptedException {
        List<Outcome> outcomes;
        Terminal terminal = Terminal.told();
        try (ProgressDisplay display = ProgressDisplay.onErrorStream(terminal, "Working")) {
            outcomes = new StageWatch(api, display).awaitCoached(sent);
        }
        boolean failed = false;
        for (int i = 0; i < sent.size(); i++) {
            JobStatus dead = outcomes.get(i).failed().orElse(null);
            if (dead != null) {
                failed = true;
                System.err.println(sent.get(i).name() + ": " + Failures.sentence(dead));
            } else {
                print(api, sent.get(i), terminal, documents);
            }
        }
        return failed;
    }

    private void print(ApiClient api, Watched call, Terminal terminal, ArrayNode documents)
            throws InterruptedException {
        if (json) {
            ObjectNode document = documents.addObject();
            document.put("file", call.name());
            document.set("call", api.call(call.callId()));
            document.set("transcript", api.transcript(call.callId()));
            document.set("coaching", api.moments(call.callId()));
        } else {
            new CallReport(
                            System.out,
                            terminal,
                            api.call(call.callId()),
                            api.transcript(call.callId()),
                            api.moments(call.callId()),
                            Map.of())
                    .print(call.name());
        }
    }

    private ObjectNode metadata() {
        ObjectNode told = JSON.createObjectNode();
        if (agent != null) {
            told.put("agent", agent);
        }
        if (customer != null) {
            told.put("customer", customer);
        }
        if (!redact.isEmpty()) {
            ArrayNode kinds = told.putArray("redact");
            redact.forEach(kinds::add);
        }
        return told;
    }
}
