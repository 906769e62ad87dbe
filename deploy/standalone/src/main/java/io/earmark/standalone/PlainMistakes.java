package io.earmark.standalone;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was not understood in a line, and where to read more: not the whole help, which would push it off the screen. */
final class PlainMistakes implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        String name = command.getCommandName();
        err.println("'" + (command.getParent() == null ? name : "./earmark " + name) + " --help' tells what it takes.");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
