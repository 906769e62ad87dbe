package io.earmark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.job.JobId;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.TestPropertySource;

/** From the description to a client that works, by the generator and the compiler that integrators have. */
@TestPropertySource(
        properties = {
            "earmark.secrets.key=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "earmark.outbound.allow=127.0.0.0/8",
            "earmark.outbound.plain-http=true"
        })
class GeneratedClientTest extends GatewayServer {

    private static final Path GENERATOR = Path.of("target/openapi-generator/openapi-generator-cli.jar");

    @TempDir
    Path directory;

    @Test
    void a_client_that_is_generated_from_the_description_compiles_and_works() throws Exception {
        Path sources = generated();
        try (URLClassLoader classes = compiled(sources)) {
            ApiCustomer customer = (ApiCustomer) classes.loadClass("customer.Customer")
                    .getConstructor(String.class, String.class)
                    .newInstance("http://localhost:" + port, key);

            Path recording = Files.write(directory.resolve("call.wav"), sample("1-greeting.wav"));
            JobId job = JobId.parse(customer.submit(recording, "Emma"));
            String call = Objects.requireNonNull(
                            jobs.find(tenant, job).orElseThrow().callId())
                    .toString();
            jobs.complete(job, claim(job), TRANSCRIPT, List.of());

            assertThat(customer.stateInTheEnd(job.toString())).isEqualTo("SUCCEEDED");
            assertThat(customer.callsOf("Emma")).containsExactly(call);
            assertThat(customer.callsOf("Olivia")).isEmpty();
            assertThat(customer.transcript(call)).containsExactly("hello");
            assertThat(customer.secretOfNewWebhook("http://127.0.0.1:1/hook")).startsWith("whsec_");
            assertThat(customer.problemOfUnknownJob()).isEqualTo("404 urn:earmark:problem:job-unknown");
        }
    }

    /** The generator parses and validates the description first, and makes nothing of one that is not valid. */
    private Path generated() throws Exception {
        assertThat(GENERATOR)
                .as("the generator, which mvn -pl api-gateway generate-test-resources puts there")
                .exists();
        Path document =
                Files.write(directory.resolve("openapi.json"), get("/openapi").body());
        Path client = directory.resolve("client");
        Path log = directory.resolve("generator.log");
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        GENERATOR.toString(),
                        "generate",
                        "--input-spec=" + document,
                        "--generator-name=java",
                        "--library=native",
                        "--output=" + client,
                        "--invoker-package=earmark.client",
                        "--api-package=earmark.client.api",
                        "--model-package=earmark.client.model",
                        "--additional-properties=openApiNullable=false,useJakartaEe=true",
                        "--global-property=apiTests=false,modelTests=false,apiDocs=false,modelDocs=false")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(generator.waitFor())
                .as(() -> "the generator said: " + text(log))
                .isZero();
        return client.resolve("src/main/java");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private URLClassLoader compiled(Path client) throws IOException {
        List<File> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(client)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> sources.add(file.toFile()));
        }
        try (var customer = Objects.requireNonNull(getClass().getResourceAsStream("/openapi/Customer.java.txt"))) {
            sources.add(Files.write(directory.resolve("Customer.java"), customer.readAllBytes())
                    .toFile());
        }
        Path classes = Files.createDirectory(directory.resolve("classes"));
        DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(complaints, null, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(
                            null,
                            files,
                            complaints,
                            List.of("-proc:none", "-nowarn", "-d", classes.toString()),
                            null,
                            files.getJavaFileObjectsFromFiles(sources))
                    .call();
            assertThat(done).as("javac said: %s", complaints.getDiagnostics()).isTrue();
        }
        return new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
    }
}
