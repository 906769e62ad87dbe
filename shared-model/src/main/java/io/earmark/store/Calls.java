package io.earmark.store;

import io.earmark.call.Call;
import io.earmark.call.CallId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recorded calls. Every look-up is bound to a tenant: another's call is not there. */
public interface Calls {

    void insert(Call call);

    Optional<Call> find(String tenant, CallId id);

    /** For workers, which are told an id by a job that they hold. */
    Optional<Call> find(CallId id);

    /**
     * The newest first.
     *
     * @param query which; {@link CallQuery#ALL} for every call
     * @param after the last call of the page before, or null for the first page
     * @param limit of calls in the page
     */
    List<Call> page(String tenant, CallQuery query, @Nullable CallId after, int limit);

    /**
     * The first utterances of each call's newest transcript in which words were said that {@link CallQuery#said} found it by. A
     * call that was found by what was not said is not named.
     *
     * @param limit of utterances for each call
     */
    Map<CallId, List<Said>> said(List<CallId> ids, String words, int limit);
}
