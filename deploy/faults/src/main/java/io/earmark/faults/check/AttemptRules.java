package io.earmark.faults.check;

import io.earmark.faults.check.Breach.Kind;
import io.earmark.faults.check.Snapshot.AttemptRow;
import io.earmark.faults.check.Snapshot.JobRow;
import io.earmark.job.JobState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tries at each job: one at a time, none too many, and the result from the one that held the lease. */
final class AttemptRules {

    private static final Set<String> EXPLAINED = Set.of("worker-lost", "attempt-failed");

    private final List<Breach> breaches;
    private final History history;

    AttemptRules(List<Breach> breaches, History history) {
        this.breaches = breaches;
        this.history = history;
    }

    void check(List<JobRow> jobs, Map<String, List<AttemptRow>> attempts) {
        for (JobRow job : jobs) {
            List<AttemptRow> tries = attempts.getOrDefault(job.id(), List.of()).stream()
                    .sorted(Comparator.comparingLong(AttemptRow::token))
                    .toList();
            numbers(job, tries);
            oneAtATime(job, tries);
            result(job, tries);
            failure(job);
        }
    }

    private void numbers(JobRow job, List<AttemptRow> tries) {
        if (job.attempts() > job.maxAttempts()) {
            breach(Kind.CORRUPT, job, "had " + job.attempts() + " attempts of " + job.maxAttempts());
        }
        long counted = tries.stream()
                .filter(one -> !"HANDED_BACK".equals(one.outcome()))
                .count();
        if (counted != job.attempts()) {
            breach(Kind.CORRUPT, job, "says " + job.attempts() + " attempts, and " + counted + " are on record");
        }
    }

    private void oneAtATime(JobRow job, List<AttemptRow> tries) {
        for (int i = 0; i < tries.size(); i++) {
            AttemptRow one = tries.get(i);
            boolean last = i == tries.size() - 1;
            if (one.finishedAt() == null && (!last || job.state().isTerminal())) {
                breach(Kind.DUPLICATED, job, "was claimed while attempt " + one.token() + " held it");
            } else if (!last
                    && one.finishedAt() != null
                    && tries.get(i + 1).startedAt().isBefore(one.finishedAt().minusSeconds(1))) {
                breach(Kind.DUPLICATED, job, "had two attempts at the same time");
            }
        }
    }

    private void result(JobRow job, List<AttemptRow> tries) {
        List<AttemptRow> winners =
                tries.stream().filter(one -> "SUCCEEDED".equals(one.outcome())).toList();
        if (job.state() == JobState.SUCCEEDED && winners.size() != 1) {
            breach(Kind.DUPLICATED, job, "is SUCCEEDED by " + winners.size() + " attempts");
        }
        List<Long> completed = history.completed().getOrDefault(job.id(), List.of());
        if (completed.size() > 1) {
            breach(Kind.DUPLICATED, job, "had " + completed.size() + " results accepted");
        }
        // Who completes a job whose cancelling was accepted ends it too, and its result is dropped.
        List<Long> holders = tries.stream()
                .filter(one -> "SUCCEEDED".equals(one.outcome()) || "CANCELLED".equals(one.outcome()))
                .map(AttemptRow::token)
                .toList();
        for (long token : completed) {
            if (!holders.contains(token)) {
                breach(
                        Kind.DUPLICATED,
                        job,
                        "had a result accepted from attempt " + token + ", which had lost its lease");
            }
        }
    }

    private void failure(JobRow job) {
        if (job.state() == JobState.FAILED
                && (job.attempts() < job.maxAttempts() || !EXPLAINED.contains(String.valueOf(job.failureType())))) {
            breach(
                    Kind.CORRUPT,
                    job,
                    "is FAILED after " + job.attempts() + " of " + job.maxAttempts() + " attempts, by "
                            + job.failureType() + ", which no fault explains");
        }
    }

    private void breach(Kind kind, JobRow job, String what) {
        breaches.add(new Breach(kind, job.id(), "(" + job.kind() + ") " + what));
    }
}
