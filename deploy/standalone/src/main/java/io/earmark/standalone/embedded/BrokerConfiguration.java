package io.earmark.standalone.embedded;

import java.util.List;
import java.util.Map;
import org.apache.qpid.server.model.BrokerModel;
import tools.jackson.databind.json.JsonMapper;

/** What the embedded broker is told about itself. */
final class BrokerConfiguration {

    private BrokerConfiguration() {}

    static String json(String user, String password) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "name", "earmark",
                        "modelVersion", BrokerModel.MODEL_VERSION,
                        // The queues carry RabbitMQ's arguments too.
                        "context", Map.of("queue.behaviourOnUnknownDeclareArgument", "IGNORE"),
                        "authenticationproviders", List.of(users(user, password)),
                        "ports", List.of(port()),
                        "virtualhostnodes", List.of(virtualHost())));
    }

    private static Map<String, Object> users(String user, String password) {
        return Map.of(
                "name",
                "plain",
                "type",
                "Plain",
                // Without TLS, which a loopback port does not need, it would not offer the PLAIN mechanism otherwise.
                "secureOnlyMechanisms",
                List.of(),
                "users",
                List.of(Map.of("name", user, "type", "managed", "password", password)));
    }

    private static Map<String, Object> port() {
        return Map.of(
                "name", "AMQP",
                "type", "AMQP",
                "port", 0,
                "bindingAddress", "127.0.0.1",
                "protocols", List.of("AMQP_0_9_1"),
                "authenticationProvider", "plain",
                // RabbitMQ's clients ask for the virtual host "/".
                "virtualhostaliases", List.of(Map.of("name", "defaultAlias", "type", "defaultAlias")));
    }

    private static Map<String, Object> virtualHost() {
        return Map.of(
                "name", "earmark",
                "type", "Memory",
                "defaultVirtualHostNode", true,
                "virtualHostInitialConfiguration", "{\"type\": \"Memory\"}");
    }
}
