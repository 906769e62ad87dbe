package io.earmark.stt.model;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that the environment names ({@code https_proxy}, {@code http_proxy}, {@code all_proxy}, {@code no_proxy}, in
 * either case, as curl reads them), else the one of Java's system properties.
 */
final class EnvironmentProxy extends ProxySelector {

    private final Map<String, String> environment;
    private final ProxySelector properties;

    EnvironmentProxy(Map<String, String> environment, ProxySelector properties) {
        this.environment = environment;
        this.properties = properties;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String proxy = variable(uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy");
        String address = proxy == null ? variable("all_proxy") : proxy;
        if (address == null) {
            return properties.select(uri);
        }
        if (isExempt(uri.getHost())) {
            return List.of(Proxy.NO_PROXY);
        }
        URI told = URI.create(address.contains("://") ? address : "http://" + address);
        if (told.getHost() == null) {
            throw new ModelRefused(
                    "The proxy '" + address + "' of the environment is no address such as http://proxy:3128.");
        }
        int port = told.getPort() < 0 ? 80 : told.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(told.getHost(), port)));
    }

    /** Named by {@code no_proxy}: the host itself, or a domain that it belongs to. */
    private boolean isExempt(String host) {
        String exempt = variable("no_proxy");
        return exempt != null
                && Arrays.stream(exempt.split(","))
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .anyMatch(one -> one.equals("*")
                                || host.equalsIgnoreCase(one.replaceFirst("^\\.", ""))
                                || host.toLowerCase(Locale.ROOT)
                                        .endsWith("."
                                                + one.replaceFirst("^\\.", "").toLowerCase(Locale.ROOT)));
    }

    private @Nullable String variable(String name) {
        String lower = environment.get(name);
        String value = lower == null ? environment.get(name.toUpperCase(Locale.ROOT)) : lower;
        return value == null || value.isBlank() ? null : value.strip();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        properties.connectFailed(uri, address, e);
    }
}
