package io.earmark.gateway.calls;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.earmark.call.Call;
import io.earmark.call.CallId;
import io.earmark.store.Calls;
import io.earmark.store.Said;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call in a list.
 *
 * @param said where the words were said that it was found by; null if none were asked for
 */
record FoundCall(
        @JsonUnwrapped CallView call,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Said> said) {

    private static final int SHOWN = 3;

    /** @param words that the calls were found by; null if by none */
    static Function<Call, FoundCall> view(List<Call> found, @Nullable String words, Calls calls) {
        if (words == null) {
            return call -> new FoundCall(CallView.of(call), null);
        }
        Map<CallId, List<Said>> said = calls.said(found.stream().map(Call::id).toList(), words, SHOWN);
        return call -> new FoundCall(CallView.of(call), said.getOrDefault(call.id(), List.of()));
    }
}
