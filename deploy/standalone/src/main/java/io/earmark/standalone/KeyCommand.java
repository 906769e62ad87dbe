package io.earmark.standalone;

import io.earmark.standalone.client.ApiClient;
import io.earmark.standalone.client.ApiKeyPages.KeyPage;
import io.earmark.standalone.client.ApiKeyPages.NewKey;
import io.earmark.standalone.client.KeyTable;
import io.earmark.standalone.client.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** API keys of a server. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Create, list, rotate and revoke API keys.",
        description = {
            "",
            "A key may do what its scopes say: submit (hand work in, and take it back), read (calls, jobs, results),"
                    + " operate (priorities, retries), admin (keys, webhooks, the audit log). It needs a key with"
                    + " admin to deal with keys.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "Options:%n",
        footer = {"", "For example:  ./earmark key create crm-import --scope submit,read --expires 90d"})
final class KeyCommand implements Runnable {

    @Mixin
    private final ServerOption server = new ServerOption();

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Keys of another tenant, which an operator's key may deal with. Default: the key's own.")
    private @Nullable String tenant;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli puts it in
    private CommandSpec spec;

    private KeyCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command: create, list, rotate or revoke?");
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Create a key, and print it: it is shown once.")
    int create(
            @Parameters(paramLabel = "NAME", description = "Who or what will use it, for people to read.") String name,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            split = ",",
                            defaultValue = "submit,read",
                            description =
                                    "submit, read, operate, admin; several with commas. Default: ${DEFAULT-VALUE}.")
                    List<String> scopes,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            description = "After how long it ends, such as 90d or 12h. Default: never.")
                    @Nullable
                    String expires,
            @Option(
                            names = "--submissions-per-day",
                            paramLabel = "N",
                            description = "Its own quota. Default: the server's.")
                    @Nullable
                    Integer quota)
            throws IOException, InterruptedException {
        Instant end = expires == null ? null : Instant.now().plus(duration("--expires", expires));
        KeyPage made = client().createKey(new NewKey(name, tenant, scopes, end, quota));
        say("Key " + made.id() + " of tenant " + made.tenant() + ": " + made.name());
        say("Scopes: " + String.join(", ", made.scopes())
                + (made.expiresAt() == null
                        ? "; it does not expire."
                        : "; it ends " + KeyTable.time(made.expiresAt())));
        secret(made);
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, header = "List keys, the newest first.")
    int list(
            @Option(names = "--all", description = "Those that were revoked or have expired, too.") boolean all,
            @Option(names = "--json", description = "Print one JSON document instead of a table.") boolean json)
            throws IOException, InterruptedException {
        List<KeyPage> keys = client().keys(tenant).stream()
                .filter(key -> all || key.state().equals("active"))
                .toList();
        if (json) {
            System.out.println(KeyTable.json(keys));
        } else {
            new KeyTable(System.out, Terminal.told()).print(keys);
        }
        return 0;
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            header = "Give a key a new secret, beside the one it has for a while.")
    int rotate(
            @Parameters(paramLabel = "ID", description = "As './earmark key list' shows it.") String id,
            @Option(
                            names = "--overlap",
                            paramLabel = "TIME",
                            defaultValue = "24h",
                            description = "How long the secret of before is good, such as 24h, 7d or 0s."
                                    + " Default: ${DEFAULT-VALUE}.")
                    String overlap)
            throws IOException, InterruptedException {
        KeyPage key = client().rotateKey(id, tenant, duration("--overlap", overlap));
        say("Key " + key.id() + " (" + key.name() + ") has a new secret.");
        say(
                key.former() == null
                        ? "The one of before is good no more."
                        : "The one of before, " + key.former().prefix() + "…, is good until "
                                + KeyTable.time(key.former().expiresAt()) + ".");
        secret(key);
        return 0;
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, header = "End a key, for good.")
    int revoke(@Parameters(paramLabel = "ID", description = "As './earmark key list' shows it.") String id)
            throws IOException, InterruptedException {
        client().revokeKey(id, tenant);
        say("Key " + id + " is revoked. Within ten seconds no gateway lets it in any more.");
        return 0;
    }

    /** On a line of its own, to be copied; it alone goes to the output where that is no terminal. */
    private static void secret(KeyPage key) {
        System.err.println("Keep the secret well, for it is not shown again:");
        System.err.flush();
        System.out.println(key.secret());
    }

    /** Beside what scripts read. */
    private static void say(String line) {
        System.err.println(line);
    }

    private Duration duration(String option, String text) {
        String iso = text.toUpperCase(Locale.ROOT);
        iso = iso.endsWith("D") ? "P" + iso : "PT" + iso;
        try {
            Duration time = Duration.parse(iso);
            if (!time.isNegative()) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        throw new ParameterException(
                spec.commandLine(), option + " must be a time such as 30m, 24h or 90d, not '" + text + "'.");
    }

    private ApiClient client() throws IOException {
        return server.client(spec);
    }
}
