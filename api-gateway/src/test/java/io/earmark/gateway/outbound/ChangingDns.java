package io.earmark.gateway.outbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A DNS server on a UDP port that gives its answers in turn, time to live 0, as an attacker's would; and a client of it. */
final class ChangingDns implements NameResolver, AutoCloseable {

    private final DatagramSocket socket;
    private final Deque<String> answers;
    private final AtomicInteger asked = new AtomicInteger();

    /** @param answers the last is given again and again */
    ChangingDns(String... answers) throws SocketException {
        this.answers = new ArrayDeque<>(List.of(answers));
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread server = new Thread(this::serve, "changing-dns");
        server.setDaemon(true);
        server.start();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                Message query = new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
                byte[] reply = reply(query).toWire();
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private Message reply(Message query) throws UnknownHostException {
        asked.incrementAndGet();
        Record question = query.getQuestion();
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.addRecord(question, Section.QUESTION);
        String answer = answers.size() > 1 ? answers.pop() : answers.element();
        reply.addRecord(new ARecord(question.getName(), DClass.IN, 0, InetAddress.getByName(answer)), Section.ANSWER);
        return reply;
    }

    int asked() {
        return asked.get();
    }

    /** No cache: each look-up is a question. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            SimpleResolver client = new SimpleResolver((InetSocketAddress) socket.getLocalSocketAddress());
            Message answer =
                    client.send(Message.newQuery(Record.newRecord(Name.fromString(host + "."), Type.A, DClass.IN)));
            return answer.getSection(Section.ANSWER).stream()
                    .map(found -> ((ARecord) found).getAddress())
                    .toArray(InetAddress[]::new);
        } catch (IOException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e);
            throw unknown;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
