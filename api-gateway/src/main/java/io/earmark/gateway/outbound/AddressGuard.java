package io.earmark.gateway.outbound;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Decides where requests may go. As the HTTP client's resolver it looks a name up once, refuses it unless every address
 * is allowed, and hands over exactly these addresses: there is no second look-up that could answer differently.
 */
@Component
public class AddressGuard implements DnsResolver {

    private static final Logger log = LoggerFactory.getLogger(AddressGuard.class);
    private static final int FIRST_FREE_PORT = 1024;
    private static final Set<Integer> WEB_PORTS = Set.of(80, 443);
    /** A name with a hundred addresses, each of which has to time out, is no receiver. */
    private static final int MOST_ADDRESSES = 4;

    private final AllowList allowed;
    private final boolean plainHttp;
    private final NameResolver names;

    @Autowired
    public AddressGuard(OutboundSettings settings) {
        this(settings, NameResolver.SYSTEM);
    }

    AddressGuard(OutboundSettings settings, NameResolver names) {
        this.allowed = new AllowList(settings.allow());
        this.plainHttp = settings.plainHttp();
        this.names = names;
    }

    /**
     * Reads a URL and checks what can be checked without looking its name up.
     *
     * @throws OutboundRefused if no request may go there
     */
    public OutboundUrl read(String text) throws OutboundRefused {
        OutboundUrl url = OutboundUrl.parse(text);
        check(url);
        return url;
    }

    void check(OutboundUrl url) throws OutboundRefused {
        Optional<IPAddress> literal = url.address();
        boolean listed =
                allowed.names(url.host()) || literal.filter(allowed::contains).isPresent();
        if (!url.tls() && !plainHttp && !listed) {
            throw new OutboundRefused("It must begin with https://: what is sent there is confidential.");
        }
        if (listed) {
            return;
        }
        if (literal.isPresent()) {
            requirePublic(url.host(), literal.get());
        } else if (LocalNames.contains(url.host())) {
            throw new OutboundRefused("The name " + url.host() + " is not of the public internet.");
        }
    }

    /**
     * Looks the name up too, for an answer at once rather than at the first request; that one will look for itself.
     *
     * @throws OutboundRefused if no request may go there as things are
     */
    public void checkNow(OutboundUrl url) throws OutboundRefused {
        check(url);
        resolve(url.host(), url.port());
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws OutboundRefused {
        boolean named = allowed.names(host);
        List<InetSocketAddress> targets = new ArrayList<>();
        for (InetAddress address : lookUp(host)) {
            IPAddress parsed = parsed(address);
            if (!named && !allowed.contains(parsed)) {
                requirePublic(host, parsed);
                requireWebPort(port);
            }
            targets.add(new InetSocketAddress(address, port));
        }
        return targets.subList(0, Math.min(MOST_ADDRESSES, targets.size()));
    }

    private InetAddress[] lookUp(String host) throws OutboundRefused {
        Optional<IPAddress> literal = HostName.address(host);
        if (literal.isPresent()) {
            if (!allowed.contains(literal.get())) {
                requirePublic(host, literal.get());
            }
            return new InetAddress[] {literal.get().toInetAddress()};
        }
        try {
            InetAddress[] found = names.resolve(host);
            if (found.length > 0) {
                return found;
            }
        } catch (UnknownHostException e) {
            log.debug("{} does not resolve: {}", host, e.toString());
        }
        throw refused(host);
    }

    private static IPAddress parsed(InetAddress address) {
        return new IPAddressGenerator().from(address.getAddress());
    }

    private static void requirePublic(String host, IPAddress address) throws OutboundRefused {
        Optional<String> reason = SpecialAddresses.reason(address);
        if (reason.isPresent()) {
            log.info("No request goes to {}: {} is {}", host, address, reason.get());
            throw refused(host);
        }
    }

    private static OutboundRefused refused(String host) {
        return new OutboundRefused(host + " does not resolve, or not to public addresses alone."
                + " The operator can allow hosts inside: earmark.outbound.allow.");
    }

    private static void requireWebPort(int port) throws OutboundRefused {
        if (port < FIRST_FREE_PORT && !WEB_PORTS.contains(port)) {
            throw new OutboundRefused("Port " + port + " is another service's: use 80, 443, or one from 1024 on.");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws OutboundRefused {
        return resolve(host, 443).stream().map(InetSocketAddress::getAddress).toArray(InetAddress[]::new);
    }

    /** The name itself: a canonical name would take another, unchecked look-up. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
