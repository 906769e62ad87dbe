package io.earmark.standalone;

import io.earmark.standalone.embedded.EmbeddedBroker;
import io.earmark.standalone.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the application is told, as arguments: above its files, and above the environment's variables of production. */
final class StandaloneSettings {

    private StandaloneSettings() {}

    static String[] of(
            ServerOptions options,
            DataDirectory data,
            String apiKey,
            EmbeddedPostgres postgres,
            EmbeddedBroker broker,
            List<String> more)
            throws IOException {
        List<String> all = new ArrayList<>();
        all.add("--spring.config.location=classpath:earmark-gateway.yml,classpath:earmark-standalone.yml");
        all.add("--server.address=" + options.host());
        all.add("--server.port=" + options.port());
        all.add("--spring.datasource.url=" + postgres.url());
        all.add("--spring.datasource.username=" + postgres.user());
        all.add("--spring.datasource.password=" + postgres.password());
        all.add("--spring.rabbitmq.host=" + broker.host());
        all.add("--spring.rabbitmq.port=" + broker.port());
        all.add("--spring.rabbitmq.username=" + broker.user());
        all.add("--spring.rabbitmq.password=" + broker.password());
        all.add("--earmark.data=" + data.home());
        all.add("--earmark.blobs.directory=" + data.blobs());
        all.add("--earmark.work.scratch=" + data.scratch());
        all.add("--earmark.stt.data=" + data.home());
        all.add("--earmark.stt.model=" + options.model());
        all.add("--earmark.access.bootstrap-key=" + apiKey);
        all.add("--earmark.secrets.key=" + data.secretsKey());
        all.addAll(more);
        return all.toArray(String[]::new);
    }
}
