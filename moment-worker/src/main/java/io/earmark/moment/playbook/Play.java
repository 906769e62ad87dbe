package io.earmark.moment.playbook;

import java.util.List;
import java.util.Set;

/**
 * One type of moment.
 *
 * @param by          who may say it: {@code agent}, {@code customer} or {@code any}
 * @param weight      score of a match, 0 to 1
 * @param phrases     words that make it
 * @param examples    sentences that make it, and so does what means nearly the same
 * @param unlike      sentences that come near an example but mean something else
 * @param similarity  from which an utterance sounds like an example, 0 to 1
 * @param evenNegated whether a "not" before the words leaves it a moment, as with names
 */
record Play(
        String type,
        String by,
        double weight,
        List<Phrase> phrases,
        List<String> examples,
        List<String> unlike,
        double similarity,
        boolean evenNegated,
        String why,
        String suggestion) {

    /** Types that the talk itself makes, without any words. */
    static final Set<String> PATTERNS =
            Set.of("next_step_missing", "long_monologue", "interruption", "customer_negative", "unanswered_question");
}
