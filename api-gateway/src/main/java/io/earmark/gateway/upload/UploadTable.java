package io.earmark.gateway.upload;

import static io.earmark.store.Timestamps.required;
import static io.earmark.store.Timestamps.utc;

import io.earmark.blob.BlobRef;
import io.earmark.job.Job;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code upload} and {@code upload_part}. What must be one transaction is so in its callers. */
@Component
class UploadTable {

    private static final String INSERT = """
            insert into upload (id, tenant, length, metadata, request, created_at, expires_at)
            values (:id, :tenant, :length, :metadata, cast(:request as jsonb), :now, :expires)
            """;
    private static final String FIND = """
            select upload.*, job.call_id from upload left join job on job.id = upload.job_id
            where upload.id = :id and upload.tenant = :tenant
            """;
    private static final String UNFINISHED =
            "select count(*) from upload where tenant = :tenant and received < length and expires_at > :now";
    private static final String BEGIN = """
            update upload set writer = :writer, expires_at = :expires
            where id = :id and received = :offset and received < length
            """;
    private static final String ADVANCE = """
            update upload set received = received + :bytes, expires_at = :expires
            where id = :id and writer = :writer and received + :bytes < length
            """;
    private static final String ADD_PART = """
            insert into upload_part (upload_id, position, bytes, sha256, blob_key)
            values (:id, :position, :bytes, :sha256, :key)
            """;
    private static final String PARTS = "select * from upload_part where upload_id = :id order by position";
    private static final String FINISH = """
            update upload set received = length, writer = null, job_id = :job, expires_at = :expires
            where id = :id and writer = :writer and received < length
            """;
    private static final String EXPIRED =
            "select id from upload where expires_at <= :now order by expires_at limit :limit";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    UploadTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(PartialUpload upload, Instant now) {
        jdbc.sql(INSERT)
                .param("id", upload.id())
                .param("tenant", upload.tenant())
                .param("length", upload.length())
                .param("metadata", upload.metadata())
                .param("request", json.writeValueAsString(upload.request()))
                .param("now", utc(now))
                .param("expires", utc(upload.expiresAt()))
                .update();
    }

    Optional<PartialUpload> find(String tenant, UUID id) {
        return jdbc.sql(FIND)
                .param("id", id)
                .param("tenant", tenant)
                .query(this::upload)
                .optional();
    }

    int unfinished(String tenant, Instant now) {
        return jdbc.sql(UNFINISHED)
                .param("tenant", tenant)
                .param("now", utc(now))
                .query(Integer.class)
                .single();
    }

    /** Takes the upload over from whoever writes to it. False: it is not as far as that, or finished, or gone. */
    boolean begin(UUID id, UUID writer, long offset, Instant expires) {
        return jdbc.sql(BEGIN)
                        .param("id", id)
                        .param("writer", writer)
                        .param("offset", offset)
                        .param("expires", utc(expires))
                        .update()
                == 1;
    }

    /** The next bytes, which must not be the last. False: another writes now, or it is gone; nothing was written. */
    boolean add(UUID id, UUID writer, long position, BlobRef part, Instant expires) {
        boolean mine = jdbc.sql(ADVANCE)
                        .param("id", id)
                        .param("writer", writer)
                        .param("bytes", part.bytes())
                        .param("expires", utc(expires))
                        .update()
                == 1;
        if (mine) {
            jdbc.sql(ADD_PART)
                    .param("id", id)
                    .param("position", position)
                    .param("bytes", part.bytes())
                    .param("sha256", part.sha256())
                    .param("key", part.key())
                    .update();
        }
        return mine;
    }

    /** In their order. */
    List<BlobRef> parts(UUID id) {
        return jdbc.sql(PARTS)
                .param("id", id)
                .query((row, number) ->
                        new BlobRef(row.getString("blob_key"), row.getString("sha256"), row.getLong("bytes")))
                .list();
    }

    /** It has become a call; its parts are not needed any more. False: another writes now, or it is gone. */
    boolean finish(UUID id, UUID writer, Job job, Instant expires) {
        boolean mine = jdbc.sql(FINISH)
                        .param("id", id)
                        .param("writer", writer)
                        .param("job", job.id().value())
                        .param("expires", utc(expires))
                        .update()
                == 1;
        if (mine) {
            deleteParts(id);
        }
        return mine;
    }

    List<UUID> expired(Instant now, int limit) {
        return jdbc.sql(EXPIRED)
                .param("now", utc(now))
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    /** Keeps others from adding to it until the transaction ends. False: it is gone. */
    boolean lock(UUID id) {
        return jdbc.sql("select 1 from upload where id = :id for update")
                .param("id", id)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** The same for the request that writes to it. False: it is gone, or another writes now. */
    boolean lock(UUID id, UUID writer) {
        return jdbc.sql("select 1 from upload where id = :id and writer = :writer for update")
                .param("id", id)
                .param("writer", writer)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void delete(UUID id) {
        deleteParts(id);
        jdbc.sql("delete from upload where id = :id").param("id", id).update();
    }

    private void deleteParts(UUID id) {
        jdbc.sql("delete from upload_part where upload_id = :id")
                .param("id", id)
                .update();
    }

    private PartialUpload upload(ResultSet row, int number) throws SQLException {
        return new PartialUpload(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                row.getLong("length"),
                row.getLong("received"),
                row.getString("metadata"),
                json.readValue(row.getString("request"), UploadRequest.class),
                row.getObject("job_id", UUID.class),
                row.getObject("call_id", UUID.class),
                required(row, "expires_at"));
    }
}
