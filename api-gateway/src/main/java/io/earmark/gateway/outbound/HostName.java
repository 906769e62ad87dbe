package io.earmark.gateway.outbound;

import com.ibm.icu.text.IDNA;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hosts as URLs hold them, brought into the one form that is then checked and connected to. */
final class HostName {

    private static final int LONGEST = 253;
    private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.CHECK_CONTEXTO);
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    /** What resolvers and other programs read as a number: the last label is digits, or 0x and hexadecimal digits. */
    private static final Pattern NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

    private static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowPrefix(false)
            .allowMask(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowWildcardedSeparator(false)
            .setRangeOptions(RangeParameters.NO_RANGE)
            .allow_inet_aton(false)
            .getIPv6AddressParametersBuilder()
            .allowZone(false)
            .allowBase85(false)
            .getParentBuilder()
            .toParams();

    private HostName() {}

    /** @throws OutboundRefused if it is neither a name of the DNS nor an address in its usual form */
    static String read(String host) throws OutboundRefused {
        return host.startsWith("[") ? ipv6(host.substring(1, host.length() - 1)) : name(host);
    }

    private static String ipv6(String text) throws OutboundRefused {
        IPAddress address = text.indexOf(':') < 0 ? null : new IPAddressString(text, STRICT).getAddress();
        if (address == null) {
            throw new OutboundRefused("Between the brackets there must be an IPv6 address without a zone.");
        }
        return address.toCanonicalString();
    }

    private static String name(String text) throws OutboundRefused {
        IDNA.Info info = new IDNA.Info();
        String ascii =
                UTS46.nameToASCII(text, new StringBuilder(), info).toString().toLowerCase(Locale.ROOT);
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (info.hasErrors() && !onlyFinalDot(info, text)
                || name.length() > LONGEST
                || !NAME.matcher(name).matches()) {
            throw new OutboundRefused("The host is no name of the DNS: letters, digits and hyphens between dots.");
        }
        if (NUMBER.matcher(name).matches() && !DOTTED_QUAD.matcher(name).matches()) {
            throw new OutboundRefused(
                    "An IPv4 address is written as four decimal numbers without leading zeros, such as 192.0.2.1.");
        }
        return name;
    }

    private static boolean onlyFinalDot(IDNA.Info info, String text) {
        return info.getErrors().equals(EnumSet.of(IDNA.Error.EMPTY_LABEL)) && text.endsWith(".");
    }

    /** The address that a host read by {@link #read} is; empty if it is a name. */
    static Optional<IPAddress> address(String host) {
        boolean literal = host.indexOf(':') >= 0 || DOTTED_QUAD.matcher(host).matches();
        return literal ? Optional.ofNullable(new IPAddressString(host, STRICT).getAddress()) : Optional.empty();
    }
}
