package io.earmark.work;

import io.earmark.job.Failure;
import java.util.LinkedHashSet;
import java.util.Set;

/** What people read of a failure: every cause in one line, without what a database refuses, and not without end. */
final class CauseChain {

    /** Characters. An engine's whole output may be in a message; the log has all of it. */
    static final int LONGEST = 2_000;

    private static final int MOST_CAUSES = 8;

    private CauseChain() {}

    /** The messages from the outermost to the root cause, each once, joined by "caused by". */
    static String of(Throwable failure) {
        Set<String> causes = new LinkedHashSet<>();
        Throwable cause = failure;
        while (cause != null && causes.size() < MOST_CAUSES) {
            String text = text(cause);
            // A wrapper without words of its own repeats its cause: new RuntimeException(cause).
            if (cause.getCause() == null || !text.contains(cause.getCause().toString())) {
                causes.add(text);
            }
            cause = cause.getCause() == cause ? null : cause.getCause();
        }
        return bounded(String.join("; caused by: ", causes));
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        String type = cause.getClass().getSimpleName();
        return message == null || message.isBlank() ? type : type + ": " + message;
    }

    /** PostgreSQL keeps no NUL, and a single sheet of text has no other control characters but line ends and tabs. */
    static String bounded(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), LONGEST));
        text.codePoints()
                .filter(c -> !Character.isISOControl(c) || c == '\n' || c == '\t')
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .limit(LONGEST + 1L)
                .forEach(kept::appendCodePoint);
        if (kept.codePointCount(0, kept.length()) <= LONGEST) {
            return kept.toString();
        }
        return kept.substring(0, kept.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    static Failure bounded(Failure failure) {
        return new Failure(bounded(failure.type()), bounded(failure.title()), bounded(failure.detail()));
    }
}
