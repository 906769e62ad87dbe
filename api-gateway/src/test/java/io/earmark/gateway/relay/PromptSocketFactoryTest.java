package io.earmark.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.earmark.Postgres;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** Its sockets beside a real peer, and in the hands of PostgreSQL's driver. */
class PromptSocketFactoryTest {

    private static final String SETTING = "spring.datasource.hikari.data-source-properties.socketFactory";
    private static final int LONG = (int) Duration.ofSeconds(30).toMillis();
    private static final int LOOK = 1;

    @Test
    void a_look_finds_what_has_come_and_a_longer_read_waits_for_it() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new PromptSocketFactory().createSocket(server.getInetAddress(), server.getLocalPort());
                Socket peer = server.accept()) {
            InputStream in = socket.getInputStream();
            byte[] read = new byte[8];
            socket.setSoTimeout(LOOK);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> in.read(read, 0, read.length))
                    .withMessage("Nothing has come yet");

            peer.getOutputStream().write(7);
            socket.setSoTimeout(LONG);
            assertThat(in.read(read, 0, read.length)).isOne();

            peer.getOutputStream().write(new byte[] {8, 9});
            socket.setSoTimeout(LONG);
            assertThat(in.read(read, 0, 1)).isOne();
            socket.setSoTimeout(LOOK);
            assertThat(in.read(read, 0, read.length)).isOne();
            assertThat(read[0]).isEqualTo((byte) 9);
        }
    }

    @Test
    void the_driver_hears_every_notification_on_it() throws Exception {
        String url = Postgres.newDatabaseUrl() + "&socketFactory=" + PromptSocketFactory.class.getName();
        try (Connection listening = DriverManager.getConnection(url);
                Connection telling = DriverManager.getConnection(url);
                Statement listen = listening.createStatement();
                Statement tell = telling.createStatement()) {
            listen.execute("listen heard");
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tell.execute("notify heard, '" + i + "'");
                expected.add(Integer.toString(i));
            }
            List<String> heard = new ArrayList<>();
            while (heard.size() < expected.size()) {
                PGNotification[] some = listening.unwrap(PGConnection.class).getNotifications(LONG);
                assertThat(some).as("after %s", heard).isNotEmpty();
                Arrays.stream(some).map(PGNotification::getParameter).forEach(heard::add);
            }
            assertThat(heard).isEqualTo(expected);
        }
    }

    @Test
    void the_gateways_connections_are_made_with_it() {
        YamlPropertiesFactoryBean settings = new YamlPropertiesFactoryBean();
        settings.setResources(new ClassPathResource("earmark-gateway.yml"));
        assertThat(settings.getObject()).containsEntry(SETTING, PromptSocketFactory.class.getName());
    }
}
