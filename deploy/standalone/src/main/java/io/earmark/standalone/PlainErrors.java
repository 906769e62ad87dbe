package io.earmark.standalone;

import io.earmark.standalone.client.ApiProblem;
import io.earmark.stt.model.ModelRefused;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What went wrong as a sentence; a trace only where it is a fault of ours. */
final class PlainErrors implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine command, @Nullable ParseResult parsed)
            throws Exception {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return ExitCode.SOFTWARE;
        }
        if (e instanceof CannotStart || e instanceof ApiProblem || e instanceof ModelRefused) {
            command.getErr().println(e.getMessage());
            command.getErr().flush();
            return ExitCode.SOFTWARE;
        }
        throw e;
    }
}
