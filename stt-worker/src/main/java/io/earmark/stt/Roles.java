package io.earmark.stt;

import io.earmark.call.CallMetadata;
import io.earmark.call.Speaker;
import io.earmark.call.Utterance;
import io.earmark.job.Warning;
import io.earmark.work.JobContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Settles which speaker is the agent, where the submitter did not say. The speaker with the most {@link AgentLikeness} is;
 * the confidence is the logistic function of the lead in points, halved: a lead of 0 gives 0.5, of 3 gives 0.82, of 6
 * gives 0.95.
 */
final class Roles {

    private static final String AGENT = "agent";
    private static final double LEAST_LEAD = 0.75;
    private static final double SURE = 0.9;

    private final JobContext job;
    private final CallMetadata metadata;

    private final boolean told;

    /** @param told whether the metadata says which of the speakers is whose */
    Roles(JobContext job, CallMetadata metadata, boolean told) {
        this.told = told;
        this.job = job;
        this.metadata = metadata;
    }

    /** The speakers with their roles; a warning tells what was guessed, or that what was told looks wrong. */
    List<Speaker> settle(List<Speaker> speakers, List<Utterance> utterances) {
        Map<String, List<Utterance>> bySpeaker = utterances.stream().collect(Collectors.groupingBy(Utterance::speaker));
        if (speakers.size() < 2 || bySpeaker.size() < 2) {
            return speakers;
        }
        List<AgentLikeness> likeness = new ArrayList<>();
        for (Speaker speaker : speakers) {
            boolean first = utterances.get(0).speaker().equals(speaker.id());
            likeness.add(AgentLikeness.of(bySpeaker.getOrDefault(speaker.id(), List.of()), first, metadata.agent()));
        }
        List<Double> points = likeness.stream()
                .map(AgentLikeness::points)
                .sorted(Comparator.reverseOrder())
                .toList();
        double lead = points.get(0) - points.get(1);
        int agent = likeness.stream().map(AgentLikeness::points).toList().indexOf(points.get(0));
        double confidence = 1 / (1 + Math.exp(-lead / 2));
        if (!told) {
            return guessed(speakers, lead < LEAST_LEAD ? 0 : agent, confidence, likeness);
        }
        doubt(speakers.get(agent), confidence, likeness.get(agent));
        return speakers;
    }

    private List<Speaker> guessed(List<Speaker> speakers, int agent, double confidence, List<AgentLikeness> likeness) {
        List<Speaker> settled = new ArrayList<>(speakers);
        settled.set(0, withRole(speakers.get(0), speakers.get(agent).role()));
        settled.set(agent, withRole(speakers.get(agent), speakers.get(0).role()));
        List<String> reasons = likeness.get(agent).reasons();
        warn(
                "roles-guessed",
                String.format(
                        Locale.ROOT,
                        "Nobody said who is the agent. %s is taken for the agent with a confidence of %.2f%s. Record"
                                + " each side on a channel, and send metadata such as"
                                + " {\"channels\":{\"left\":\"agent\",\"right\":\"customer\"}}.",
                        settled.get(agent).id(),
                        confidence,
                        reasons.isEmpty() ? "" : ": " + String.join(", ", reasons)));
        return settled;
    }

    private void doubt(Speaker likely, double confidence, AgentLikeness likeness) {
        boolean agentTold = metadata.channels().containsValue(AGENT);
        if (agentTold && !likely.role().equals(AGENT) && confidence >= SURE) {
            warn(
                    "roles-doubtful",
                    String.format(
                            Locale.ROOT,
                            "The metadata calls %s '%s', who talks like the agent (confidence %.2f: %s): are the channels"
                                    + " swapped?",
                            likely.id(),
                            likely.role(),
                            confidence,
                            String.join(", ", likeness.reasons())));
        }
    }

    private static Speaker withRole(Speaker speaker, String role) {
        return new Speaker(speaker.id(), role, speaker.channel());
    }

    private void warn(String type, String detail) {
        job.warn(new Warning(type, detail));
    }
}
