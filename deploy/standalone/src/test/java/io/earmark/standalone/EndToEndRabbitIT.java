package io.earmark.standalone;

import io.earmark.Broker;
import io.earmark.Postgres;
import io.earmark.standalone.embedded.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** On a real RabbitMQ, as in production. */
class EndToEndRabbitIT extends EndToEndContract {

    @Override
    Running start(Path directory) throws Exception {
        String key = Secret.random();
        ConfigurableApplicationContext context = new SpringApplication(StandaloneApplication.class)
                .run(
                        "--spring.config.location=classpath:earmark-gateway.yml,classpath:earmark-standalone.yml",
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--spring.datasource.url=" + Postgres.newDatabaseUrl(),
                        "--spring.datasource.username=postgres",
                        "--spring.rabbitmq.addresses=" + Broker.uri(),
                        "--earmark.blobs.directory=" + Files.createDirectories(directory.resolve("blobs")),
                        "--earmark.work.scratch=" + Files.createDirectories(directory.resolve("tmp")),
                        "--earmark.stt.data=" + directory,
                        "--earmark.stt.model=tiny",
                        "--earmark.access.bootstrap-key=" + key);
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return new Running(URI.create("http://127.0.0.1:" + port), key, context);
    }
}
