package io.earmark.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** API keys from the command line, against a server over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class KeyCommandIT {

    @TempDir
    static Path home = Path.of("");

    private EarmarkServer server;
    private String url = "";

    private record Said(int exitCode, String words) {

        String find(String pattern) {
            Matcher found = Pattern.compile(pattern).matcher(words);
            assertThat(found.find()).as("%s in: %s", pattern, words).isTrue();
            return found.group();
        }
    }

    @BeforeAll
    void start() {
        server = EarmarkServer.start(new ServerOptions(home, "127.0.0.1", 0, "tiny"), List.of());
        url = server.url().toString();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_key_is_created_listed_rotated_and_revoked() throws Exception {
        Said created = key("create", "crm import", "--scope", "read,submit", "--expires", "90d");
        assertThat(created.exitCode()).as(created.words()).isZero();
        assertThat(created.words()).contains("tenant default: crm import", "Scopes: submit, read; it ends 2");
        String secret = created.find("ek_[0-9a-f]{64}");
        String id = created.find("[0-9a-f]{8}-[0-9a-f-]{27}");

        Said listed = key("list");
        assertThat(listed.words())
                .contains(id + "  crm import", secret.substring(0, 10) + "…  submit,read", "never used");
        assertThat(listed.words()).doesNotContain(secret);
        assertThat(key("list", "--json").words()).contains("\"id\" : \"" + id + "\"");

        Said rotated = key("rotate", id, "--overlap", "7d");
        assertThat(rotated.words())
                .contains("(crm import) has a new secret", secret.substring(0, 10) + "…, is good until");
        assertThat(rotated.find("ek_[0-9a-f]{64}")).isNotEqualTo(secret);

        Said refused = with(secret, "list");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.words()).contains("It needs the scope 'admin'; this key has submit, read.");

        assertThat(key("revoke", id).words()).contains("Key " + id + " is revoked.");
        assertThat(key("list").words()).doesNotContain(id);
        assertThat(key("list", "--all").words()).contains(id, "revoked 2");
    }

    @Test
    void an_operator_makes_the_first_key_of_another_tenant() throws Exception {
        String secret = key("create", "first", "--scope", "admin,read", "--tenant", "acme")
                .find("ek_[0-9a-f]{64}");
        Said theirs = with(secret, "list");
        assertThat(theirs.words()).contains("first").doesNotContain("bootstrap");
        assertThat(with(secret, "list", "--tenant", "default").words()).contains("Only an operator may do this");
    }

    @Test
    void mistakes_are_told_plainly() throws Exception {
        Said unknown = key("revoke", "0f8fad5b-d9cb-469f-a165-70867728950e");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.words()).contains("There is no key 0f8fad5b").doesNotContain("Exception");
        Said scope = key("create", "x", "--scope", "root");
        assertThat(scope.words()).contains("not 'root'").doesNotContain("Exception");
        Said time = key("create", "x", "--expires", "soon");
        assertThat(time.exitCode()).isEqualTo(2);
        assertThat(time.words()).contains("--expires must be a time such as 30m, 24h or 90d, not 'soon'.");
        assertThat(key().words()).contains("Which command: create, list, rotate or revoke?");
    }

    private Said key(String... arguments) throws IOException, InterruptedException {
        return with(server.apiKey(), arguments);
    }

    private Said with(String key, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("key", "--server", url, "--key", key));
        all.addAll(List.of(arguments));
        try (EarmarkProcess process = EarmarkProcess.start(all.toArray(String[]::new))) {
            String words = process.rest();
            return new Said(process.exitCode(), words);
        }
    }
}
