package io.earmark.faults.inside;

import io.earmark.blob.BlobStore;
import io.earmark.store.Jobs;
import io.earmark.store.Outbox;
import io.earmark.work.JobContext;
import io.earmark.work.JobHandler;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.util.ClassUtils;

/**
 * Puts failpoints before and after every step that the engine takes through an interface. Their names are the
 * interface's and the method's: {@code jobs.claim.after}, {@code blob.write.before}. A commit is named for the last thing
 * that was done in its transaction: {@code commit.enqueue.before}.
 */
final class FaultyBeans implements BeanPostProcessor {

    private final Home home;
    private final Failpoints failpoints;
    private final Trace trace;
    private final ThreadLocal<String> lastVerb = new ThreadLocal<>();

    FaultyBeans(Home home, Failpoints failpoints, Trace trace) {
        this.home = home;
        this.failpoints = failpoints;
        this.trace = trace;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof BlobStore) {
            return blobs(bean);
        }
        if (bean instanceof Jobs jobs) {
            return new FaultyJobs(home, trace, this::transactional).around(jobs);
        }
        if (bean instanceof Outbox) {
            return transactional(bean, "outbox");
        }
        if (bean instanceof JobHandler) {
            return handler(bean);
        }
        return bean instanceof PlatformTransactionManager ? transactions(bean) : bean;
    }

    private Object blobs(Object store) {
        return Around.of(store, types(store), (method, arguments, real) -> {
            String point = "blob." + method.getName();
            failpoints.at(point + ".before", IOException::new);
            Object result = real.proceed(arguments);
            failpoints.at(point + ".after", IOException::new);
            return result;
        });
    }

    private Object transactional(Object bean, String name) {
        return Around.of(bean, types(bean), (method, arguments, real) -> {
            String point = name + "." + method.getName();
            failpoints.at(point + ".before", DataAccessResourceFailureException::new);
            lastVerb.set(method.getName());
            Object result = real.proceed(arguments);
            failpoints.at(point + ".after", DataAccessResourceFailureException::new);
            return result;
        });
    }

    private Object transactions(Object manager) {
        return Around.of(manager, types(manager), (method, arguments, real) -> {
            if (!method.getName().equals("commit") || !((TransactionStatus) arguments[0]).isNewTransaction()) {
                return real.proceed(arguments);
            }
            String verb = lastVerb.get();
            String point = "commit." + (verb == null ? "other" : verb);
            try {
                failpoints.at(point + ".before", TransactionSystemException::new);
            } catch (TransactionSystemException e) {
                // As a real one does whose commit fails: else the next request on this thread would join what is left.
                ((PlatformTransactionManager) manager).rollback((TransactionStatus) arguments[0]);
                throw e;
            }
            Object result = real.proceed(arguments);
            failpoints.at(point + ".after", TransactionSystemException::new);
            return result;
        });
    }

    private Object handler(Object handler) {
        return Around.of(handler, types(handler), (method, arguments, real) -> {
            if (!method.getName().equals("handle")) {
                return real.proceed(arguments);
            }
            failpoints.at("handler.before", IllegalStateException::new);
            Object result = real.proceed(context((JobContext) arguments[0]));
            failpoints.at("handler.after", IllegalStateException::new);
            return result;
        });
    }

    /** In the middle is where a handler first says how far it is, or asks whether to go on. */
    private JobContext context(JobContext held) {
        AtomicBoolean passed = new AtomicBoolean();
        return Around.of(held, new Class<?>[] {JobContext.class}, (method, arguments, real) -> {
            boolean middle =
                    method.getName().equals("progress") || method.getName().equals("checkCancelled");
            if (middle && passed.compareAndSet(false, true)) {
                failpoints.at("handler.middle", IllegalStateException::new);
            }
            return real.proceed(arguments);
        });
    }

    private static Class<?>[] types(Object bean) {
        return ClassUtils.getAllInterfaces(bean);
    }
}
