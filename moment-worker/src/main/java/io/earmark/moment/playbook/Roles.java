package io.earmark.moment.playbook;

import io.earmark.call.Speaker;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who is the agent and who the customer, so far as that is known: a mono recording's one speaker is neither. */
final class Roles {

    private static final String AGENT = "agent";
    private static final String CUSTOMER = "customer";

    private final Map<String, Speaker> speakers;

    Roles(Transcript transcript) {
        this.speakers = transcript.speakers().stream()
                .collect(Collectors.toMap(Speaker::id, Function.identity(), (one, other) -> one));
    }

    boolean isAgent(Utterance said) {
        return role(said).equals(AGENT);
    }

    boolean isCustomer(Utterance said) {
        return role(said).equals(CUSTOMER);
    }

    /** Whether it may have been said by whom the play wants; of an unknown speaker anybody's words may be. */
    boolean may(Utterance said, Play play) {
        return play.by().equals("any") || role(said).equals(play.by()) || isUnknown(said);
    }

    /** Whether it is guessed that the play's speaker said it. */
    boolean isGuess(Utterance said, Play play) {
        return !play.by().equals("any") && isUnknown(said);
    }

    private boolean isUnknown(Utterance said) {
        return !isAgent(said) && !isCustomer(said);
    }

    private String role(Utterance said) {
        Speaker speaker = speakers.get(said.speaker());
        return speaker == null ? "" : speaker.role();
    }
}
