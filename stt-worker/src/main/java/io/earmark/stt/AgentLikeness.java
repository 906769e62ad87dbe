package io.earmark.stt;

import io.earmark.call.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much one speaker talks like the agent of a sales call, in points: the more, the likelier. Points come from words that
 * one side says and the other hardly ever does; they were chosen by reading calls, not learnt.
 *
 * @param points  for the agent if above 0, for the customer if below
 * @param reasons what was found, for people
 */
record AgentLikeness(double points, List<String> reasons) {

    private record Sign(String name, double points, double most, Pattern words) {

        static Sign of(String name, double points, double most, String... phrases) {
            return new Sign(name, points, most, Pattern.compile("\\b(" + String.join("|", phrases) + ")\\b"));
        }
    }

    private static final int OPENING_UTTERANCES = 4;
    private static final double OWN_NAME = 3;
    private static final double FIRST_TO_SPEAK = 0.5;

    /** Said at the beginning. */
    private static final List<Sign> OPENING = List.of(Sign.of(
            "introduces a company",
            3,
            3,
            "this is \\w+ (from|with|at)",
            "my name is \\w+",
            "i am calling (from|about|to)",
            "i'm calling (from|about|to)",
            "thank(s| you) for calling",
            "how (can|may) i help"));

    /** Said anywhere. */
    private static final List<Sign> ANYWHERE = List.of(
            Sign.of(
                    "offers",
                    1,
                    4,
                    "i can offer",
                    "we can (offer|give you)",
                    "we offer",
                    "discount",
                    "i will send you",
                    "i'll send you",
                    "i will (send it|follow up|schedule)",
                    "the proposal i sent",
                    "follow up",
                    "i understand your"),
            Sign.of(
                    "asks",
                    0.5,
                    3,
                    "do you have",
                    "what is your",
                    "what are your",
                    "how many",
                    "would you (like|be)",
                    "could you tell",
                    "when would",
                    "are you (currently|using|looking)"),
            Sign.of(
                    "buys",
                    -1,
                    -5,
                    "too expensive",
                    "our budget",
                    "gave us",
                    "for us",
                    "please send me",
                    "send me",
                    "we (are|already) (looking|using|use)",
                    "how much (is|does|would)",
                    "i need to (talk|think|check)",
                    "our team",
                    "not interested"));

    /**
     * @param said      by one speaker, in order
     * @param firstWord whether this speaker began the call
     * @param agentName as the submitter told; null if unknown
     */
    static AgentLikeness of(List<Utterance> said, boolean firstWord, @Nullable String agentName) {
        String all = text(said);
        String opening = text(said.subList(0, Math.min(OPENING_UTTERANCES, said.size())));
        List<String> reasons = new ArrayList<>();
        double points = 0;
        for (Sign sign : OPENING) {
            points += count(sign, opening, reasons);
        }
        for (Sign sign : ANYWHERE) {
            points += count(sign, all, reasons);
        }
        if (agentName != null && introduces(opening, agentName)) {
            points += OWN_NAME;
            reasons.add("gives the agent's name");
        }
        if (firstWord) {
            points += FIRST_TO_SPEAK;
            reasons.add("speaks first");
        }
        return new AgentLikeness(points, List.copyOf(reasons));
    }

    private static String text(List<Utterance> said) {
        return String.join(" ", said.stream().map(Utterance::text).toList());
    }

    private static double count(Sign sign, String text, List<String> reasons) {
        Matcher matcher = sign.words().matcher(text);
        double points = 0;
        String example = "";
        while (matcher.find()) {
            points += sign.points();
            example = example.isEmpty() ? matcher.group() : example;
        }
        if (points != 0) {
            reasons.add(sign.name() + " ('" + example + "')");
        }
        return sign.most() > 0 ? Math.min(points, sign.most()) : Math.max(points, sign.most());
    }

    private static boolean introduces(String opening, String agentName) {
        String first = agentName.strip().toLowerCase(Locale.ROOT).split("\\s+", 2)[0];
        return Pattern.compile("\\b(this is|my name is|i am|i'm) " + Pattern.quote(first) + "\\b")
                .matcher(opening)
                .find();
    }
}
