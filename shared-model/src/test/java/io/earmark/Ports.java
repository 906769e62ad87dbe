package io.earmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ports for servers that must be told theirs, or keep it while they are down. Each is held until this process ends, by a
 * socket that never listens: Linux lets a server listen beside it, as both allow the address to be reused, and gives the
 * port to nobody who asks for any, be it for a server or as the near end of a connection.
 */
public final class Ports {

    private static final Queue<Socket> HELD = new ConcurrentLinkedQueue<>();

    private Ports() {}

    /** One of the loopback address, which nothing else has or gets. */
    public static int reserve() throws IOException {
        Socket holder = new Socket();
        holder.setReuseAddress(true);
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        HELD.add(holder);
        return holder.getLocalPort();
    }
}
