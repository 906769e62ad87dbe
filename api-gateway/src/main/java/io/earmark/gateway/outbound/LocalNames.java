package io.earmark.gateway.outbound;

import java.util.Set;

/** Names that mean something else on every network: search domains, multicast DNS, special-use names (RFC 6761, 8375). */
final class LocalNames {

    private static final Set<String> SUFFIXES = Set.of(
            "localhost",
            "local",
            "localdomain",
            "internal",
            "intranet",
            "lan",
            "home",
            "corp",
            "private",
            "home.arpa",
            "onion",
            "alt",
            "invalid");

    private LocalNames() {}

    /** One without a dot is local as well. */
    static boolean contains(String host) {
        return host.indexOf('.') < 0 || SUFFIXES.stream().anyMatch(suffix -> host.endsWith("." + suffix));
    }
}
