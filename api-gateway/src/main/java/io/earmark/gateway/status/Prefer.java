package io.earmark.gateway.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The header {@code Prefer} (RFC 7240), of which {@code respond-async} and {@code wait} are honoured.
 *
 * @param patience how long the reply may be held: whole seconds, at most a minute; zero without {@code wait}
 */
public record Prefer(boolean respondAsync, Duration patience) {

    private static final Pattern ASYNC = token("respond-async");
    private static final Pattern WAIT = token("wait\\s*=\\s*\"?(\\d{1,9})\"?");
    private static final int LONGEST_SECONDS = 60;

    private static Pattern token(String form) {
        return Pattern.compile("(?:^|[,\\s])" + form + "(?=$|[,;\\s])", Pattern.CASE_INSENSITIVE);
    }

    public static Prefer of(@Nullable String header) {
        String text = header == null ? "" : header;
        Matcher wait = WAIT.matcher(text);
        int seconds = wait.find() ? Math.min(LONGEST_SECONDS, Integer.parseInt(wait.group(1))) : 0;
        return new Prefer(ASYNC.matcher(text).find(), Duration.ofSeconds(seconds));
    }

    /** {@code Preference-Applied}, if there is anything to tell. */
    public HttpHeaders applied() {
        List<String> applied = new ArrayList<>();
        if (respondAsync) {
            applied.add("respond-async");
        }
        if (!patience.isZero()) {
            applied.add("wait=" + patience.toSeconds());
        }
        HttpHeaders headers = new HttpHeaders();
        if (!applied.isEmpty()) {
            headers.set("Preference-Applied", String.join(", ", applied));
        }
        return headers;
    }
}
