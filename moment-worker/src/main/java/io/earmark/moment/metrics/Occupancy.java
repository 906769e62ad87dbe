package io.earmark.moment.metrics;

import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long nobody and how long several spoke, in seconds: a sweep over the starts and ends of all utterances.
 *
 * @param silence of the whole recording, before the first and after the last word included
 */
record Occupancy(double silence, double overlap) {

    private record Edge(double at, int change) {}

    static Occupancy of(Transcript transcript) {
        List<Edge> edges = new ArrayList<>();
        for (Utterance said : transcript.utterances()) {
            edges.add(new Edge(said.start(), 1));
            edges.add(new Edge(said.end(), -1));
        }
        edges.sort(Comparator.comparingDouble(Edge::at).thenComparingInt(Edge::change));
        double spoken = 0;
        double overlap = 0;
        double last = 0;
        int speaking = 0;
        for (Edge edge : edges) {
            double stretch = edge.at() - last;
            spoken += speaking > 0 ? stretch : 0;
            overlap += speaking > 1 ? stretch : 0;
            speaking += edge.change();
            last = edge.at();
        }
        return new Occupancy(Math.max(0, transcript.durationSeconds() - spoken), overlap);
    }
}
