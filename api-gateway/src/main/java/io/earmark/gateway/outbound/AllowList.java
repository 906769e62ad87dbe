package io.earmark.gateway.outbound;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a private installation lets requests go to although it is not public. */
final class AllowList {

    private static final String SETTING = "earmark.outbound.allow";
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+(/\\d+)?|[0-9a-f.]*:[0-9a-f:.]*(/\\d+)?");
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    private final Set<String> names = new HashSet<>();
    private final List<String> suffixes = new ArrayList<>();
    private final List<IPAddress> blocks = new ArrayList<>();

    /** @throws IllegalArgumentException if an entry is none of name, {@code *.} name, address, CIDR block */
    AllowList(List<String> entries) {
        for (String entry : entries) {
            add(entry.strip().toLowerCase(Locale.ROOT));
        }
    }

    private void add(String entry) {
        if (entry.isEmpty()) {
            return;
        }
        if (ADDRESS.matcher(entry).matches()) {
            blocks.add(block(entry));
        } else if (!NAME.matcher(entry).matches()) {
            throw wrong(entry);
        } else if (entry.startsWith("*.")) {
            suffixes.add(entry.substring(1));
        } else {
            names.add(entry);
        }
    }

    private static IPAddress block(String entry) {
        IPAddress address = new IPAddressString(entry).getAddress();
        if (address == null) {
            throw wrong(entry);
        }
        // 10.1.2.3/8 may be meant as one host or as the whole block: the widest reading is not for us to choose.
        if (!address.equals(address.toPrefixBlock())) {
            throw new IllegalArgumentException(
                    SETTING + ": " + entry + " has bits set beyond its prefix; write " + address.toPrefixBlock() + ".");
        }
        return address;
    }

    private static IllegalArgumentException wrong(String entry) {
        return new IllegalArgumentException(SETTING + ": '" + entry
                + "' is none of a host name, *.name, an address such as 10.1.2.3, a block such as 10.0.0.0/8.");
    }

    /** By its name alone: whatever it resolves to. */
    boolean names(String host) {
        return names.contains(host) || suffixes.stream().anyMatch(host::endsWith);
    }

    boolean contains(IPAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
