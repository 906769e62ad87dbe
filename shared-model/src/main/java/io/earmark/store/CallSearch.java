package io.earmark.store;

import static io.earmark.store.Timestamps.utc;

import io.earmark.call.Call;
import io.earmark.call.CallId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds calls. Each condition is in the statement only if it is asked for, so that the database plans for those that are.
 */
final class CallSearch {

    private static final String HEAD = "select call.* from call where tenant = :tenant";
    private static final String AFTER =
            " and (created_at, id) < (select created_at, id from call where id = :after and tenant = :tenant)";
    private static final String AGENT = " and lower(metadata ->> 'agent') = lower(:agent)";
    private static final String CUSTOMER = " and lower(metadata ->> 'customer') = lower(:customer)";
    private static final String TAG = " and metadata -> 'tags' @> jsonb_build_array(cast(:tag as text))";
    private static final String BEGAN = "coalesce(cast(metadata ->> 'startedAt' as timestamptz), created_at)";
    private static final String FROM = " and " + BEGAN + " >= :from";
    private static final String UNTIL = " and " + BEGAN + " < :until";
    private static final String MOMENT = """
             and id in (select call_id from result
                        where kind = 'COACH'
                          and body -> 'moments' @> jsonb_build_array(jsonb_build_object('type', cast(:moment as text))))
            """;
    private static final String SAID = """
             and id in (select call_id from result
                        where kind = 'TRANSCRIBE'
                          and to_tsvector('english', jsonb_path_query_array(body, '$.utterances[*].text'))
                              @@ websearch_to_tsquery('english', :said)
                          and (metadata -> 'redact' is null or metadata -> 'redact' = '[]' or audio_key is not null))
            """;
    private static final String TAIL = " order by created_at desc, id desc limit :limit";

    /** Not in speech: they mark what was found. */
    private static final char BEGIN = '\u0002';

    private static final char END = '\u0003';

    /** Any of the words will do here: all of them need not be in one utterance. */
    private static final String EVIDENCE = """
            with wanted as (
                select case when text like '%!%' then cast(text as tsquery)
                            else cast(replace(text, '&', '|') as tsquery) end as query
                from cast(websearch_to_tsquery('english', :said) as text) as text
            )
            select call, utterance,
                   ts_headline('english', utterance ->> 'text', wanted.query,
                               'HighlightAll=true, StartSel=' || :begin || ', StopSel=' || :end) as marked
            from wanted, unnest(cast(:calls as uuid[])) as call, lateral (
                select body from result
                where call_id = call and kind = 'TRANSCRIBE' order by created_at desc limit 1
            ) as newest, lateral (
                select utterance, number
                from jsonb_array_elements(body -> 'utterances') with ordinality as each (utterance, number)
                where to_tsvector('english', utterance ->> 'text') @@ wanted.query
                order by number
                limit :limit
            ) as found
            order by call, number
            """;

    private final JdbcClient jdbc;
    private final Json json;
    private final RowMapper<Call> rows;

    CallSearch(JdbcClient jdbc, Json json, RowMapper<Call> rows) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = rows;
    }

    List<Call> page(String tenant, CallQuery query, @Nullable CallId after, int limit) {
        StringBuilder sql = new StringBuilder(HEAD);
        Map<String, Object> values = new LinkedHashMap<>(Map.of("tenant", tenant, "limit", limit));
        add(sql, values, AFTER, "after", after == null ? null : after.value());
        add(sql, values, AGENT, "agent", query.agent());
        add(sql, values, CUSTOMER, "customer", query.customer());
        add(sql, values, TAG, "tag", query.tag());
        add(sql, values, FROM, "from", query.from() == null ? null : utc(query.from()));
        add(sql, values, UNTIL, "until", query.until() == null ? null : utc(query.until()));
        add(sql, values, MOMENT, "moment", query.moment());
        add(sql, values, SAID, "said", query.said());
        return jdbc.sql(sql.append(TAIL).toString()).params(values).query(rows).list();
    }

    private static void add(
            StringBuilder sql, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.put(name, value);
        }
    }

    Map<CallId, List<Said>> said(List<CallId> calls, String words, int limit) {
        Map<CallId, List<Said>> said = new HashMap<>();
        jdbc.sql(EVIDENCE)
                .param("calls", calls.stream().map(CallId::value).toArray(UUID[]::new))
                .param("said", words)
                .param("begin", String.valueOf(BEGIN))
                .param("end", String.valueOf(END))
                .param("limit", limit)
                .query(row -> {
                    CallId call = new CallId(row.getObject("call", UUID.class));
                    Spoken utterance = json.read(row.getString("utterance"), Spoken.class);
                    said.computeIfAbsent(call, first -> new ArrayList<>())
                            .add(said(utterance, row.getString("marked")));
                });
        return said;
    }

    /** What is needed of an utterance. */
    private record Spoken(int index, String speaker, double start, double end) {}

    private static Said said(Spoken utterance, String marked) {
        StringBuilder text = new StringBuilder();
        List<Said.Match> matches = new ArrayList<>();
        int begun = 0;
        for (char c : marked.toCharArray()) {
            if (c == BEGIN) {
                begun = text.length();
            } else if (c == END) {
                matches.add(new Said.Match(begun, text.length()));
            } else {
                text.append(c);
            }
        }
        return new Said(
                utterance.index(), utterance.speaker(), utterance.start(), utterance.end(), text.toString(), matches);
    }
}
