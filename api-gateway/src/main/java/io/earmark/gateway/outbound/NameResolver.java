package io.earmark.gateway.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A look at the DNS. */
@FunctionalInterface
interface NameResolver {

    /** Of the machine: {@code /etc/hosts}, the configured name servers, and a cache of 30 seconds. */
    NameResolver SYSTEM = InetAddress::getAllByName;

    /** @return one or more */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
