package io.earmark.gateway.deadletter;

import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The dead letters in PostgreSQL. */
@Component
class DeadLetters {

    private static final String KEEP = """
            insert into dead_letter (id, digest, received_at, last_at, times, queue, reason, body, properties, job_id, kind,
                                     complaint)
            values (:id, :digest, :now, :now, 1, :queue, :reason, :body, :properties, :job, :kind, :complaint)
            on conflict (digest) do update set last_at = excluded.last_at, times = dead_letter.times + 1
            """;
    private static final String FIND = "select * from dead_letter where id = :id";
    private static final String PAGE = """
            select * from dead_letter
            where cast(:after as uuid) is null
               or (received_at, id) < (select received_at, id from dead_letter where id = :after)
            order by received_at desc, id desc
            limit :limit
            """;

    private final JdbcClient jdbc;

    DeadLetters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps it, or counts it once more if it was kept before. */
    void keep(DeadLetter letter) {
        jdbc.sql(KEEP)
                .param("id", letter.id())
                .param("digest", Autopsy.digest(letter))
                .param("now", utc(letter.receivedAt()))
                .param("queue", letter.queue())
                .param("reason", letter.reason())
                .param("body", letter.body())
                .param("properties", letter.properties())
                .param("job", letter.jobId())
                .param("kind", letter.kind())
                .param("complaint", letter.complaint())
                .update();
    }

    Optional<DeadLetter> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query(DeadLetters::letter).optional();
    }

    /** The newest first. */
    List<DeadLetter> page(@Nullable UUID after, int limit) {
        return jdbc.sql(PAGE)
                .param("after", after)
                .param("limit", limit)
                .query(DeadLetters::letter)
                .list();
    }

    /** False: there is no such letter. */
    boolean remove(UUID id) {
        return jdbc.sql("delete from dead_letter where id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }

    private static DeadLetter letter(ResultSet row, int number) throws SQLException {
        return new DeadLetter(
                row.getObject("id", UUID.class),
                required(row, "received_at"),
                required(row, "last_at"),
                row.getInt("times"),
                row.getString("queue"),
                row.getString("reason"),
                row.getBytes("body"),
                row.getString("properties"),
                row.getObject("job_id", UUID.class),
                row.getString("kind"),
                row.getString("complaint"));
    }
}
