package io.earmark.gateway;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A data source that remembers every statement which is prepared over it: one for each that is executed. */
public final class Statements extends DelegatingDataSource {

    private final List<String> prepared = new CopyOnWriteArrayList<>();

    public Statements(DataSource source) {
        super(source);
    }

    /** How many hold this text, since the last {@link #forget}. */
    public long with(String text) {
        return prepared.stream().filter(sql -> sql.contains(text)).count();
    }

    public List<String> all() {
        return List.copyOf(prepared);
    }

    public void forget() {
        prepared.clear();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        prepared.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
