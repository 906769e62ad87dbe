package io.earmark.standalone;

import io.earmark.standalone.client.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** Which server a command speaks to, and with which key. */
final class ServerOption {

    static final String USUAL_PORT = "8484";

    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            defaultValue = "http://127.0.0.1:" + USUAL_PORT,
            description = "Default: ${DEFAULT-VALUE}.")
    private URI server = URI.create("");

    @Option(
            names = "--key",
            paramLabel = "KEY",
            scope = ScopeType.INHERIT,
            description = "API key. Default: the variable EARMARK_API_KEY, else the key of the server that"
                    + " './earmark up' runs for you here.")
    private @Nullable String key;

    /** @throws ParameterException if no server or no key can be made out */
    ApiClient client(CommandSpec spec) throws IOException {
        if (server.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--server must be a URL such as http://127.0.0.1:8484, not '" + server + "'.");
        }
        return new ApiClient(server, apiKey(spec));
    }

    private String apiKey(CommandSpec spec) throws IOException {
        if (key != null) {
            return key;
        }
        String given = System.getenv("EARMARK_API_KEY");
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        Path kept = DataDirectory.keyFile(DefaultData.directory());
        if (!Files.isReadable(kept)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "No API key: give --key or set EARMARK_API_KEY. './earmark up' prints the key of its server.");
        }
        return Files.readString(kept).strip();
    }
}
