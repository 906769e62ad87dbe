package io.earmark.stt.text;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** E-mail and web addresses: john.smith@gmail.com, acme.co.uk. */
final class AddressForm implements WrittenForm {

    private static final Map<String, String> JOINTS =
            Map.of("dot", ".", "underscore", "_", "dash", "-", "hyphen", "-", "plus", "+", "period", ".");
    private static final Set<String> ENDINGS = Set.of(
            "com", "org", "net", "io", "co", "edu", "gov", "us", "uk", "ca", "ai", "dev", "app", "info", "biz", "de");
    private static final Set<String> NO_LABEL = Set.of(
            "a", "an", "the", "at", "dot", "our", "my", "your", "their", "is", "to", "and", "on", "it's", "it", "with",
            "from", "of", "or", "for", "");
    /** "look at acme dot com" names a site. */
    private static final Set<String> NO_MAILBOX = Set.of(
            "look",
            "looking",
            "looked",
            "looks",
            "work",
            "works",
            "worked",
            "working",
            "me",
            "him",
            "her",
            "them",
            "us",
            "you",
            "are",
            "was",
            "be",
            "here",
            "there",
            "that",
            "now",
            "available",
            "found",
            "live",
            "lives",
            "stay",
            "everyone",
            "everybody",
            "people",
            "folks",
            "team",
            "someone");

    private static final int MOST_PARTS = 24;
    private static final int MOST_HOST_WORDS = 2;

    private record Label(String text, int words) {}

    @Override
    public Optional<Written> at(Speech speech, int from) {
        return mail(speech, from).or(() -> site(speech, from));
    }

    private static Optional<Written> mail(Speech speech, int from) {
        Label local = label(speech, from);
        StringBuilder text = new StringBuilder(local.text());
        int at = from + local.words();
        while (local.words() > 0 && JOINTS.containsKey(speech.at(at)) && at - from < MOST_PARTS) {
            local = label(speech, at + 1);
            text.append(JOINTS.get(speech.at(at))).append(local.text());
            at += 1 + local.words();
        }
        boolean verb = at == from + 1 && NO_MAILBOX.contains(speech.at(from));
        if (local.words() == 0 || verb || !speech.is(at, "at")) {
            return Optional.empty();
        }
        int words = at + 1 - from;
        return host(speech, at + 1).map(host -> new Written(text + "@" + host.text(), words + host.words()));
    }

    /** A site alone has a name of one word: "go to data dog dot com" has too many readings. */
    private static Optional<Written> site(Speech speech, int from) {
        return NO_LABEL.contains(speech.at(from)) || !speech.is(from + 1, "dot")
                ? Optional.empty()
                : endings(speech, from + 1)
                        .map(end -> new Written(speech.at(from) + end.text(), 1 + end.words()))
                        .or(() -> speech.is(from, "www")
                                ? site(speech, from + 2)
                                        .map(rest -> new Written("www." + rest.text(), 2 + rest.words()))
                                : Optional.empty());
    }

    /** After "at" comes the host until its last "dot"; a name of it may be said in two words. */
    private static Optional<Written> host(Speech speech, int from) {
        StringBuilder name = new StringBuilder();
        int at = from;
        int plain = 0;
        for (Label label = label(speech, at); label.words() > 0; label = label(speech, at)) {
            name.append(label.text());
            at += label.words();
            int words = at - from;
            Optional<Written> end = endings(speech, at);
            if (end.isPresent()) {
                return end.map(one -> new Written(name + one.text(), words + one.words()));
            }
            boolean joined = JOINTS.containsKey(speech.at(at)) && !speech.is(at, "plus");
            if (joined) {
                name.append(JOINTS.get(speech.at(at++)));
            }
            plain = joined ? 0 : plain + 1;
            if (plain == MOST_HOST_WORDS || words > MOST_PARTS) {
                break;
            }
        }
        return Optional.empty();
    }

    private static Optional<Written> endings(Speech speech, int from) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (speech.is(at, "dot") && ENDINGS.contains(speech.at(at + 1))) {
            text.append('.').append(speech.at(at + 1));
            at += 2;
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(new Written(text.toString(), at - from));
    }

    /** A word, letters spelled one by one, and the digits that follow either. */
    private static Label label(Speech speech, int from) {
        StringBuilder text = new StringBuilder();
        int at = from;
        if (isLetter(speech, at)) {
            for (; isLetter(speech, at); at++) {
                text.append(speech.at(at).charAt(0));
            }
        } else if (!NO_LABEL.contains(speech.at(at))
                && !JOINTS.containsKey(speech.at(at))
                && SpokenNumbers.DIGITS.get(speech.at(at)) == null) {
            text.append(speech.at(at).replace("'", ""));
            at++;
        }
        for (; SpokenNumbers.DIGITS.get(speech.at(at)) != null; at++) {
            text.append(SpokenNumbers.DIGITS.get(speech.at(at)));
        }
        return new Label(text.toString(), at - from);
    }

    private static boolean isLetter(Speech speech, int at) {
        return speech.at(at).matches("[a-z]\\.?") && speech.at(at + 1).matches("[a-z]\\.?|at|dot|underscore|dash");
    }
}
