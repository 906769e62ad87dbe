package io.earmark.standalone;

import io.earmark.standalone.client.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "./earmark",
        mixinStandardHelpOptions = true,
        version = "earmark 0.1.0",
        header = "Recorded sales calls in; transcripts, moments worth coaching and spoken replays out.",
        description = {
            "",
            "Everything runs on this machine: the server brings its own database and message broker,"
                    + " and no audio leaves it.",
            ""
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            SubmitCommand.class,
            KeyCommand.class,
            ModelCommand.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "Options:%n",
        footer = {
            "",
            "Try first:   ./earmark demo",
            "Then:        ./earmark up",
            "             ./earmark submit my-call.wav --wait",
            "",
            "'./earmark help COMMAND' tells more of a command."
        })
public final class Earmark implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli puts it in
    private CommandSpec spec;

    private Earmark() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** As {@code main}, but back with the exit code. */
    static int run(String... arguments) {
        return new CommandLine(new Earmark())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(Terminal.told().colours() == Ansi.ON ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Terminal.told().width())
                .setExecutionExceptionHandler(new PlainErrors())
                .setParameterExceptionHandler(new PlainMistakes())
                .execute(arguments);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
