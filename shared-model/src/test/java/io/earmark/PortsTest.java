package io.earmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void a_server_that_is_told_a_reserved_port_may_listen_there_and_again_and_be_reached() throws IOException {
        int port = Ports.reserve();
        for (int start = 0; start < 2; start++) {
            try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(client.getPort()).isEqualTo(server.getLocalPort());
            }
        }
        try (ServerSocket everywhere = new ServerSocket(port)) {
            assertThat(everywhere.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    void no_port_is_reserved_twice_and_nobody_else_gets_one_for_a_connection() throws IOException {
        Set<Integer> reserved = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(reserved.add(Ports.reserve())).isTrue();
        }
        for (int port : reserved) {
            try (Socket connection = new Socket()) {
                assertThatThrownBy(() -> connection.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                        .isInstanceOf(BindException.class);
            }
        }
    }
}
