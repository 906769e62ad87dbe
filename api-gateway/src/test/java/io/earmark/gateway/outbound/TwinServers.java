package io.earmark.gateway.outbound;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/**
 * What a name whose answer changes points to: a server that is allowed, 127.0.0.2, and one inside, 127.0.0.1, at the same
 * port. The first takes a port of the system's choice. Another program may hold that port at the other address, also as its
 * end of a connection: both then try another.
 */
record TwinServers(HttpServer good, HttpServer inside) implements AutoCloseable {

    private static final int TRIES = 50;

    static TwinServers start(Executor threads, HttpHandler good, HttpHandler inside) throws IOException {
        for (int tried = 1; ; tried++) {
            HttpServer first = server("127.0.0.2", 0, threads, good);
            try {
                return new TwinServers(
                        first, server("127.0.0.1", first.getAddress().getPort(), threads, inside));
            } catch (BindException e) {
                first.stop(0);
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static HttpServer server(String address, int port, Executor threads, HttpHandler handler)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    int port() {
        return good.getAddress().getPort();
    }

    @Override
    public void close() {
        good.stop(0);
        inside.stop(0);
    }
}
