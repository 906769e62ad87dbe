package io.earmark.faults.check;

import io.earmark.job.JobState;
import java.util.List;
import java.util.Map;

/**
 * What was seen while the run went on.
 *
 * @param observed   for each job the states in which it was seen, in order, without repetitions
 * @param completed   for each job the tokens under which a result was accepted, as the workers noted them
 * @param poison    what the messages say that the driver itself sent, and that nobody can decode
 */
public record History(
        List<Accepted> accepted,
        Map<String, List<JobState>> observed,
        Map<String, List<Long>> completed,
        String poison) {}
