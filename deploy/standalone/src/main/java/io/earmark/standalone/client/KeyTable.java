package io.earmark.standalone.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.earmark.standalone.client.ApiKeyPages.KeyPage;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.json.JsonMapper;

/** API keys for people: two lines for each, so that ids can be copied whole. */
public final class KeyTable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(usual -> usual.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private final PrintStream out;
    private final Ansi colours;

    public KeyTable(PrintStream out, Terminal terminal) {
        this.out = out;
        this.colours = terminal.colours();
    }

    /** In the zone of this machine. */
    public static String time(Instant time) {
        return TIME.format(time.atZone(ZoneId.systemDefault()));
    }

    public static String json(List<KeyPage> keys) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("keys", keys));
    }

    public void print(List<KeyPage> keys) {
        if (keys.isEmpty()) {
            out.println("No keys.");
        }
        for (KeyPage key : keys) {
            out.println(colours.string("@|bold " + key.id() + "|@") + "  " + plain(key.name()));
            out.println("  " + key.prefix() + "…  " + String.join(",", key.scopes()) + "  " + state(key) + "  "
                    + used(key.lastUsedAt()));
        }
    }

    private static String state(KeyPage key) {
        if (!key.state().equals("active")) {
            Instant since = key.revokedAt() == null ? key.expiresAt() : key.revokedAt();
            return key.state() + (since == null ? "" : " " + time(since));
        }
        String end = key.expiresAt() == null ? "does not expire" : "ends " + time(key.expiresAt());
        return key.former() == null
                ? end
                : end + ", " + key.former().prefix() + "… good until "
                        + time(key.former().expiresAt());
    }

    private static String used(@Nullable Instant lastUsed) {
        return lastUsed == null ? "never used" : "last used " + time(lastUsed);
    }

    /** Names come from others: no control characters reach the terminal. */
    private static String plain(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
