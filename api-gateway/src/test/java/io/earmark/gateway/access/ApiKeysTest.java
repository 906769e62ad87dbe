package io.earmark.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.gateway.RealStore;
import io.earmark.gateway.web.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Two gateways are two of {@link ApiKeys} over one database. */
class ApiKeysTest {

    private static final String TENANT = "acme";

    @TempDir
    static Path blobs = Path.of("");

    private final RealStore store = new RealStore(blobs);
    private final JdbcClient jdbc = store.get(JdbcClient.class);
    private final ApiKeys one = gateway();
    private final ApiKeys other = gateway();

    private ApiKeys gateway() {
        return new ApiKeys(new KeyRows(jdbc), store.get(TransactionTemplate.class), store.clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void another_gateway_hears_of_a_revocation_within_ten_seconds() {
        ApiKeys.Made made = made(Scope.READ);
        assertThat(other.callerOf(made.secret())).isPresent();
        one.revoke(TENANT, made.key().id(), false);
        assertThat(one.callerOf(made.secret())).isEmpty();
        assertThat(other.callerOf(made.secret())).as("for a little while").isPresent();
        store.clock.advance(Duration.ofSeconds(10));
        assertThat(other.callerOf(made.secret())).isEmpty();
    }

    @Test
    void a_key_ends_at_its_time_though_it_was_used_a_moment_before() {
        ApiKeys.Made made = one.create(new ApiKey.Wanted(
                TENANT, "short", Set.of(Scope.READ), store.clock.instant().plusSeconds(3), null));
        assertThat(one.callerOf(made.secret())).isPresent();
        store.clock.advance(Duration.ofSeconds(3));
        assertThat(one.callerOf(made.secret())).isEmpty();
    }

    @Test
    void the_secret_of_before_a_rotation_ends_with_the_overlap() {
        ApiKeys.Made made = made(Scope.READ);
        ApiKeys.Made rotated = one.rotate(TENANT, made.key().id(), Duration.ofHours(1));
        store.clock.advance(Duration.ofHours(1).minusSeconds(2));
        assertThat(one.callerOf(made.secret())).isPresent();
        store.clock.advance(Duration.ofSeconds(2));
        assertThat(one.callerOf(made.secret())).isEmpty();
        assertThat(one.callerOf(rotated.secret())).isPresent();
    }

    /** A leaked one must not come back with the next start of a gateway that still has it in its settings. */
    @Test
    void a_key_from_outside_that_was_rotated_away_or_revoked_is_not_let_in_anew() {
        KeySecret outside = new KeySecret("a-key-from-outside-of-32-characters-or-more");
        assertThat(one.keep(TENANT, "bootstrap", outside)).isTrue();
        assertThat(other.keep(TENANT, "bootstrap", outside))
                .as("known, and good")
                .isTrue();
        UUID id = one.page(TENANT, null, 2).get(0).id();
        one.rotate(TENANT, id, Duration.ofHours(1));
        assertThat(other.keep(TENANT, "bootstrap", outside))
                .as("for the overlap")
                .isTrue();
        one.rotate(TENANT, id, Duration.ZERO);
        assertThat(other.keep(TENANT, "bootstrap", outside)).isFalse();
        assertThat(one.callerOf(outside)).isEmpty();
        assertThat(one.page(TENANT, null, 2)).hasSize(1);

        KeySecret second = new KeySecret("another-key-from-outside-of-32-characters");
        one.keep(TENANT, "second", second);
        UUID its = one.page(TENANT, null, 2).stream()
                .filter(key -> key.name().equals("second"))
                .findFirst()
                .orElseThrow()
                .id();
        one.revoke(TENANT, its, false);
        assertThat(other.keep(TENANT, "second", second)).isFalse();
        assertThat(other.callerOf(second)).isEmpty();
    }

    @Test
    void a_key_of_before_there_were_scopes_has_all_of_them() {
        KeySecret old = KeySecret.random();
        jdbc.sql("""
                        insert into api_key (id, tenant, name, prefix, hash, created_at)
                        values (:id, 'acme', 'old', :prefix, :hash, now())
                        """)
                .param("id", UUID.randomUUID())
                .param("prefix", old.prefix())
                .param("hash", old.hash())
                .update();
        assertThat(one.callerOf(old).orElseThrow().scopes()).isEqualTo(Scope.ALL);
    }

    /** Each sees two, and takes the other's away: one of them must wait, and then be refused. */
    @Test
    void two_that_revoke_each_others_admin_keys_do_not_both_succeed() throws Exception {
        List<UUID> admins =
                List.of(made(Scope.ADMIN).key().id(), made(Scope.ADMIN).key().id());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Boolean>> both =
                    List.of(() -> revoked(one, admins.get(0)), () -> revoked(other, admins.get(1)));
            int revoked = 0;
            for (var answer : threads.invokeAll(both)) {
                revoked += answer.get() ? 1 : 0;
            }
            assertThat(revoked).isOne();
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean revoked(ApiKeys keys, UUID id) {
        try {
            keys.revoke(TENANT, id, true);
            return true;
        } catch (Problem refused) {
            return false;
        }
    }

    private ApiKeys.Made made(Scope scope) {
        return one.create(new ApiKey.Wanted(TENANT, "key", Set.of(scope), null, null));
    }
}
