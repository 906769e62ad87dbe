package io.earmark.call;

import java.util.List;

/**
 * A stretch of a call worth coaching, with its evidence. Times are seconds from the start of the recording.
 *
 * @param id         stable within the call, such as {@code m1}
 * @param type       by name, such as {@code price_objection}
 * @param score      how sure and how telling, 0 to 1
 * @param speaker    the {@link Speaker#id()} whose words it rests on
 * @param quote      those words, as recognised
 * @param utterances indices of the utterances that are the evidence
 * @param why        one sentence: what made this a moment
 * @param suggestion one sentence: what to try next time
 */
public record Moment(
        String id,
        String type,
        double score,
        String speaker,
        double start,
        double end,
        String quote,
        List<Integer> utterances,
        String why,
        String suggestion) {}
