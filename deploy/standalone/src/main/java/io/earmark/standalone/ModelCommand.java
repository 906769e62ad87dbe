package io.earmark.standalone;

import io.earmark.standalone.client.ProgressDisplay;
import io.earmark.standalone.client.Terminal;
import io.earmark.stt.model.ModelFacts;
import io.earmark.stt.model.ModelStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Speech models: which there are, fetching one, and choosing the one to use. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "List, fetch and choose speech models.",
        description = {
            "",
            "The bundled general model is a rough one. Better ones are fetched by name from the Vosk project's site;"
                    + " behind a proxy set https_proxy.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "Options:%n")
final class ModelCommand implements Runnable {

    private static final double BYTES_OF_MEGABYTE = 1e6;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The server's data directory. Default: ~/.local/share/earmark.")
    private @Nullable Path data;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli puts it in
    private CommandSpec spec;

    private ModelCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command: list, pull or use?");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            header = "List the models that are known by name, and which are here.")
    int list() throws IOException {
        ModelStore store = store();
        String used = store.inUse().orElse("general");
        for (ModelFacts model : ModelFacts.catalogue()) {
            boolean bundled = model.url() == null;
            String name = bundled ? shortName(model) : model.name();
            String state = name.equals(used)
                    ? "in use"
                    : bundled ? "bundled" : store.directory(name).isPresent() ? "here" : "";
            System.out.printf(
                    Locale.ROOT,
                    "%-30s %-6s %5d MB  %-12s  %s%n%33s%s%n",
                    name,
                    model.language(),
                    model.megabytes(),
                    model.licence(),
                    state,
                    "",
                    model.accuracy());
        }
        for (String name : store.pulled()) {
            if (ModelFacts.of(name).isEmpty()) {
                System.out.printf(Locale.ROOT, "%-56s  %s%n", name, name.equals(used) ? "in use" : "here");
            }
        }
        return 0;
    }

    private static String shortName(ModelFacts bundled) {
        return switch (bundled.name()) {
            case "earmark-tiny" -> "tiny";
            case "earmark-tiny-speakers" -> "tiny-speakers";
            default -> "general";
        };
    }

    @Command(name = "pull", mixinStandardHelpOptions = true, header = "Fetch a model; one that was cut off goes on.")
    int pull(
            @Parameters(paramLabel = "NAME", description = "A name of './earmark model list'.") String name,
            @Option(
                            names = "--sha256",
                            paramLabel = "HASH",
                            description = "What the archive must have, from a source that you trust.")
                    @Nullable
                    String sha256,
            @Option(
                            names = "--trust-first-use",
                            description = "Trust what the server sends now; later pulls are held to its hash.")
                    boolean firstUse,
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            description = "Another place to fetch it from, such as a mirror.")
                    @Nullable
                    URI url)
            throws IOException, InterruptedException {
        if (sha256 != null && !sha256.matches("[0-9A-Fa-f]{64}")) {
            throw new ParameterException(spec.commandLine(), "--sha256 must be 64 hexadecimal digits.");
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new ParameterException(spec.commandLine(), "'" + name + "' cannot be a model's name.");
        }
        URI from = url == null ? ModelFacts.of(name).map(ModelFacts::url).orElse(null) : url;
        if (from == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + name + "' is no model to fetch. './earmark model list' shows them; --url fetches any other.");
        }
        Path model;
        try (ProgressDisplay display = ProgressDisplay.onErrorStream(Terminal.told(), "Fetching")) {
            model = store().pull(name, from, sha256, firstUse, (bytes, total) -> show(display, bytes, total));
        }
        System.out.println(name + " is in " + model + ".");
        System.out.println("To use it: "
                + (store().isOfWords(name)
                        ? "./earmark model use " + name
                        : "EARMARK_STT_SPEAKER_MODEL=" + name + " ./earmark up"));
        return 0;
    }

    private static void show(ProgressDisplay display, long bytes, long total) {
        // In steps of a twentieth, for displays that print a line for each.
        double done = total > 0 ? bytes / (double) total : 0;
        String size = total > 0 ? String.format(Locale.ROOT, " of %.0f MB", total / BYTES_OF_MEGABYTE) : " MB";
        double shown = total > 0 ? Math.floor(done * 20) / 20 * total : Math.floor(bytes / 1e7) * 1e7;
        display.show(done, String.format(Locale.ROOT, "%.0f", shown / BYTES_OF_MEGABYTE) + size);
    }

    @Command(name = "use", mixinStandardHelpOptions = true, header = "Choose the model of './earmark up'.")
    int use(@Parameters(paramLabel = "NAME", description = "'general', 'tiny' or a fetched model.") String name)
            throws IOException {
        ModelStore store = store();
        if (name.equals("tiny-speakers") || (store.directory(name).isPresent() && !store.isOfWords(name))) {
            throw new ParameterException(
                    spec.commandLine(),
                    name + " tells voices apart and knows no words. To use it for that: EARMARK_STT_SPEAKER_MODEL="
                            + name + " ./earmark up");
        }
        if (!name.equals("general")
                && !name.equals("tiny")
                && store.directory(name).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "There is no model " + name + " here. Fetch it: ./earmark model pull " + name);
        }
        store.use(name);
        System.out.println("The next './earmark up' uses " + name + ".");
        return 0;
    }

    private ModelStore store() {
        return new ModelStore((data == null ? DefaultData.directory() : data)
                .toAbsolutePath()
                .normalize()
                .resolve("models"));
    }
}
