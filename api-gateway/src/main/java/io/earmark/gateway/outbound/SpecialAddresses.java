package io.earmark.gateway.outbound;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not of the public internet, by the special-purpose registries of IANA (RFC 6890 and its updates) as
 * of 2026. Of IPv6 only the global unicast block 2000::/3 is public at all, without the parts of it that carry IPv4
 * addresses (6to4, Teredo) or are for tests and documents; mapped, translated (NAT64), local and multicast addresses are
 * outside it.
 */
final class SpecialAddresses {

    private record Block(IPAddress block, String name) {}

    private static final IPAddress GLOBAL_UNICAST = address("2000::/3");

    private static final List<Block> SPECIAL = List.of(
            block("0.0.0.0/8", "this network"),
            block("10.0.0.0/8", "private"),
            block("100.64.0.0/10", "shared by carriers (CGNAT)"),
            block("127.0.0.0/8", "loopback"),
            block("168.63.129.16/32", "a cloud's host agent"),
            block("169.254.0.0/16", "link-local, metadata services among them"),
            block("172.16.0.0/12", "private"),
            block("192.0.0.0/24", "protocol assignments"),
            block("192.0.2.0/24", "documentation"),
            block("192.88.99.0/24", "6to4 relay"),
            block("192.168.0.0/16", "private"),
            block("198.18.0.0/15", "benchmarking"),
            block("198.51.100.0/24", "documentation"),
            block("203.0.113.0/24", "documentation"),
            block("224.0.0.0/4", "multicast"),
            block("240.0.0.0/4", "reserved"),
            block("2001::/23", "protocol assignments, Teredo and benchmarking among them"),
            block("2001:db8::/32", "documentation"),
            block("2002::/16", "6to4"),
            block("3fff::/20", "documentation"));

    private SpecialAddresses() {}

    private static Block block(String cidr, String name) {
        return new Block(address(cidr), name);
    }

    private static IPAddress address(String cidr) {
        return new IPAddressString(cidr).getAddress().toPrefixBlock();
    }

    /** Why the address is not public; empty if it is. */
    static Optional<String> reason(IPAddress address) {
        if (address.isIPv6() && !GLOBAL_UNICAST.contains(address)) {
            return Optional.of("outside of the global IPv6 addresses");
        }
        return SPECIAL.stream()
                .filter(special -> special.block().contains(address))
                .map(Block::name)
                .findFirst();
    }
}
