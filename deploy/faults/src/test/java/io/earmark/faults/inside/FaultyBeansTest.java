package io.earmark.faults.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class FaultyBeansTest {

    private final Home home;
    private final Bound real = new Bound();
    private final TransactionTemplate transaction;

    FaultyBeansTest(@TempDir Path directory) throws IOException {
        home = new Home(directory).create();
        Trace trace = new Trace(home, "gateway-1", Clock.systemUTC());
        FaultyBeans beans = new FaultyBeans(home, new Failpoints(home, "gateway-1", trace), trace);
        transaction = new TransactionTemplate(
                (PlatformTransactionManager) beans.postProcessAfterInitialization(real, "transactionManager"));
    }

    @Test
    void a_transaction_passes() {
        transaction.executeWithoutResult(status -> {});
        assertThat(real.did).containsExactly("begin", "commit");
    }

    @Test
    void a_commit_that_fails_leaves_nothing_that_the_next_request_could_join() throws IOException {
        home.arm("commit.other.before", Action.THROW);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {}))
                .isInstanceOf(TransactionSystemException.class);
        Boolean anew = transaction.execute(status -> status.isNewTransaction());
        assertThat(anew).isTrue();
        assertThat(real.did).containsExactly("begin", "rollback", "begin", "commit");
    }

    @Test
    void a_commit_whose_outcome_is_not_heard_was_made() throws IOException {
        home.arm("commit.other.after", Action.THROW);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {}))
                .isInstanceOf(TransactionSystemException.class);
        assertThat(real.did).containsExactly("begin", "commit");
    }

    /** Bound to the thread from its beginning to its end, as a connection is. */
    private static final class Bound extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1;

        private final transient List<String> did = new ArrayList<>();
        private transient boolean bound;

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return bound;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            bound = true;
            did.add("begin");
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            did.add("commit");
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            did.add("rollback");
        }

        @Override
        protected void doCleanupAfterCompletion(Object transaction) {
            bound = false;
        }
    }
}
