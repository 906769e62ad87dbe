package io.earmark.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which calls are wanted; null lets every call pass.
 *
 * @param agent    name of the seller, whole, in upper or lower case
 * @param customer name of the customer, likewise
 * @param tag      one of the call's tags, exactly
 * @param from     that began then or later; one of which nobody told when it began counts from its intake
 * @param until    that began before
 * @param moment   a type of moment that the coach found in it, such as {@code price_objection}
 * @param said     words that were said in it, as PostgreSQL's {@code websearch_to_tsquery} reads them: all of them, a phrase in
 *                 quotation marks, {@code or}, {@code -} for not; English inflections count as the same word
 */
public record CallQuery(
        @Nullable String agent,
        @Nullable String customer,
        @Nullable String tag,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String moment,
        @Nullable String said) {

    public static final CallQuery ALL = new CallQuery(null, null, null, null, null, null, null);
}
