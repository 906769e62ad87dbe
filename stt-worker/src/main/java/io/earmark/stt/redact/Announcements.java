package io.earmark.stt.redact;

import io.earmark.call.Sensitive;
import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where in a call, on whichever channel, something is asked for or announced whose number alone would not tell what it is:
 * "the security code on the back?", "the last four of my social".
 */
final class Announcements {

    /** For so long after it a short number is taken for the answer. */
    private static final double SECONDS = 20;

    private static final Map<String, Sensitive> PHRASES = Map.of(
            "security code", Sensitive.CARD,
            "verification code", Sensitive.CARD,
            "c v v", Sensitive.CARD,
            "cvv", Sensitive.CARD,
            "c v c", Sensitive.CARD,
            "social security", Sensitive.SSN,
            "your social", Sensitive.SSN,
            "my social", Sensitive.SSN,
            "s s n", Sensitive.SSN,
            "ssn", Sensitive.SSN);

    private record Heard(Sensitive kind, double end) {}

    private final List<Heard> heard = new ArrayList<>();

    /** @param said on one channel, in order */
    void hear(List<Word> said, List<String> words) {
        for (int from = 0; from < words.size(); from++) {
            for (Map.Entry<String, Sensitive> phrase : PHRASES.entrySet()) {
                int to = from + phrase.getKey().split(" ").length;
                if (to <= words.size()
                        && String.join(" ", words.subList(from, to)).equals(phrase.getKey())) {
                    heard.add(new Heard(phrase.getValue(), said.get(to - 1).end()));
                }
            }
        }
    }

    /** The last one shortly before that time; empty if there is none. */
    Optional<Sensitive> before(double start) {
        return heard.stream()
                .filter(one -> one.end() <= start + 0.5 && one.end() >= start - SECONDS)
                .reduce((one, other) -> other.end() >= one.end() ? other : one)
                .map(Heard::kind);
    }
}
