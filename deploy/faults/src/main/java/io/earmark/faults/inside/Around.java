package io.earmark.faults.inside;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Something done around every call of an interface, whatever methods that has. */
interface Around {

    /** The real call. */
    interface Call {
        @Nullable
        Object proceed(@Nullable Object... arguments) throws Throwable;
    }

    @Nullable
    Object invoke(Method method, @Nullable Object[] arguments, Call real) throws Throwable;

    /** @param types all that whoever gets it may want it to be */
    static <T> T of(T target, Class<?>[] types, Around around) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> proxy == given[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "faulty " + target;
                };
            }
            return around.invoke(method, given, changed -> call(target, method, changed));
        };
        @SuppressWarnings("unchecked")
        T proxy = (T) Proxy.newProxyInstance(Around.class.getClassLoader(), types, handler);
        return proxy;
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
