package io.earmark.gateway.calls;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.earmark.call.Call;
import io.earmark.store.Calls;
import io.earmark.store.Said;
import java.util.List;
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

    static FoundCall of(Call call, @Nullable String words, Calls calls) {
        return new FoundCall(CallView.of(call), words == null ? null : calls.said(call.id(), words, SHOWN));
    }
}
