package io.earmark.gateway.outbound;

import inet.ipaddr.IPAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL that can be read in one way only: what programs read in different ways (user information, backslashes, octal
 * addresses, zone ids) is refused.
 *
 * @param uri  in ASCII, without fragment
 * @param host in ASCII and lower case, without a final dot; an IPv6 address without its brackets
 * @param port the scheme's own where none was given
 */
public record OutboundUrl(URI uri, String host, int port, boolean tls) {

    private static final int LONGEST = 2000;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern SHAPE =
            Pattern.compile("(https?)://([^/?#\\\\]*)([/?][^#]*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]]*\\]|[^\\[\\]:@]*)(?::(\\d{1,5}))?");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\s\\p{Cc}\\\\]");

    /** @throws OutboundRefused if it is no plain http or https URL */
    public static OutboundUrl parse(String text) throws OutboundRefused {
        if (text.length() > LONGEST) {
            throw new OutboundRefused("A URL has at most " + LONGEST + " characters.");
        }
        Matcher shape = SHAPE.matcher(text);
        if (UNPRINTABLE.matcher(text).find() || !shape.matches()) {
            throw new OutboundRefused("It must be a URL such as https://example.com/hook, without spaces, backslashes"
                    + " and fragment.");
        }
        Matcher authority = AUTHORITY.matcher(shape.group(2));
        if (!authority.matches()) {
            throw new OutboundRefused("After the // only a host and perhaps a port may stand, no user name.");
        }
        boolean tls = shape.group(1).toLowerCase(Locale.ROOT).equals("https");
        String host = HostName.read(authority.group(1));
        int port = port(authority.group(2), tls);
        String path = shape.group(3) == null ? "/" : shape.group(3);
        return new OutboundUrl(assembled(tls, host, port, path), host, port, tls);
    }

    private static int port(@Nullable String digits, boolean tls) throws OutboundRefused {
        if (digits == null) {
            return tls ? 443 : 80;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > HIGHEST_PORT) {
            throw new OutboundRefused("There is no port " + digits + ".");
        }
        return port;
    }

    private static URI assembled(boolean tls, String host, int port, String path) throws OutboundRefused {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        String colonPort = port == (tls ? 443 : 80) ? "" : ":" + port;
        String slashed = path.startsWith("/") ? path : "/" + path;
        try {
            URI uri = new URI(new URI((tls ? "https://" : "http://") + shown + colonPort + slashed).toASCIIString());
            if (!shown.equals(uri.getHost())) {
                throw new OutboundRefused("The host of the URL cannot be read in one way only.");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new OutboundRefused("It is no URL: " + e.getReason() + ". Percent-encode what needs it.");
        }
    }

    /** The host, where it is an address and not a name. */
    Optional<IPAddress> address() {
        return HostName.address(host);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
