package io.earmark.store;

import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import io.earmark.blob.BlobRef;
import io.earmark.call.AudioFormat;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.call.CallMetadata;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** {@link Calls} in PostgreSQL. */
final class JdbcCalls implements Calls {

    private static final String INSERT = """
            insert into call (id, tenant, audio_key, audio_sha256, audio_bytes, container, codec, duration_seconds,
                              channels, sample_rate, metadata, created_at)
            values (:id, :tenant, :key, :sha256, :bytes, :container, :codec, :duration, :channels, :rate,
                    cast(:metadata as jsonb), :created)
            """;
    private static final String FIND = "select * from call where id = :id";

    private final JdbcClient jdbc;
    private final Json json;
    private final CallSearch search;

    JdbcCalls(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.json = new Json(mapper);
        this.search = new CallSearch(jdbc, json, this::call);
    }

    @Override
    public void insert(Call call) {
        AudioFormat format = call.format();
        jdbc.sql(INSERT)
                .param("id", call.id().value())
                .param("tenant", call.tenant())
                .param("key", call.audio().key())
                .param("sha256", call.audio().sha256())
                .param("bytes", call.audio().bytes())
                .param("container", format.container())
                .param("codec", format.codec())
                .param("duration", format.durationSeconds())
                .param("channels", format.channels())
                .param("rate", format.sampleRate())
                .param("metadata", json.write(call.metadata()))
                .param("created", utc(call.createdAt()))
                .update();
    }

    @Override
    public Optional<Call> find(String tenant, CallId id) {
        return find(id).filter(call -> call.tenant().equals(tenant));
    }

    @Override
    public Optional<Call> find(CallId id) {
        return jdbc.sql(FIND).param("id", id.value()).query(this::call).optional();
    }

    @Override
    public List<Call> page(String tenant, CallQuery query, @Nullable CallId after, int limit) {
        return search.page(tenant, query, after, limit);
    }

    @Override
    public Map<CallId, List<Said>> said(List<CallId> ids, String words, int limit) {
        return search.said(ids, words, limit);
    }

    private Call call(ResultSet row, int number) throws SQLException {
        return new Call(
                new CallId(row.getObject("id", UUID.class)),
                row.getString("tenant"),
                new BlobRef(row.getString("audio_key"), row.getString("audio_sha256"), row.getLong("audio_bytes")),
                new AudioFormat(
                        row.getString("container"),
                        row.getString("codec"),
                        row.getDouble("duration_seconds"),
                        row.getInt("channels"),
                        row.getInt("sample_rate")),
                json.read(row.getString("metadata"), CallMetadata.class),
                required(row, "created_at"));
    }
}
