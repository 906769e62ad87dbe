package io.earmark.standalone.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that starts a server, writes a row, and waits to be killed. */
final class PostgresHolder {

    static final String WRITTEN = "written";

    private PostgresHolder() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
        EmbeddedPostgresTest.client(postgres, postgres.password())
                .sql("create table kept as select 'a row'::text as what")
                .update();
        System.out.println(WRITTEN);
        new CountDownLatch(1).await();
    }
}
