package io.earmark.work;

import io.earmark.store.Jobs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** The real {@link Jobs}, but for what a test breaks: a verb fails as if the database were away, or waits. */
public final class UnreliableJobs {

    /** Runs before the verb, or after it; may throw in its place. */
    public interface Trouble {
        void make() throws Exception;
    }

    private final Jobs real;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final Map<String, Trouble> afterwards = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    public UnreliableJobs(Jobs real) {
        this.real = real;
    }

    public Jobs jobs() {
        return (Jobs) Proxy.newProxyInstance(
                Jobs.class.getClassLoader(), new Class<?>[] {Jobs.class}, (proxy, verb, arguments) -> {
                    return call(verb, arguments);
                });
    }

    private @Nullable Object call(Method verb, Object @Nullable [] arguments) throws Throwable {
        calls.computeIfAbsent(verb.getName(), name -> new AtomicInteger()).incrementAndGet();
        Trouble trouble = troubles.get(verb.getName());
        if (trouble != null) {
            trouble.make();
        }
        Object answer;
        try {
            answer = verb.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        Trouble late = afterwards.get(verb.getName());
        if (late != null) {
            late.make();
        }
        return answer;
    }

    public void trouble(String verb, Trouble trouble) {
        troubles.put(verb, trouble);
    }

    /** It is done, and its answer may get lost. */
    public void afterwards(String verb, Trouble trouble) {
        afterwards.put(verb, trouble);
    }

    public void away(String... verbs) {
        for (String verb : verbs) {
            trouble(verb, () -> {
                throw new DataAccessResourceFailureException("The test took the database away");
            });
        }
    }

    public void back() {
        troubles.clear();
        afterwards.clear();
    }

    public int calls(String verb) {
        AtomicInteger counted = calls.get(verb);
        return counted == null ? 0 : counted.get();
    }
}
