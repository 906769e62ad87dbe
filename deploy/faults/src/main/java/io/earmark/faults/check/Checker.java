package io.earmark.faults.check;

import io.earmark.faults.check.Breach.Kind;
import io.earmark.faults.check.Snapshot.AttemptRow;
import io.earmark.faults.check.Snapshot.JobRow;
import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what was accepted and seen with what is there. Knows nothing of servers: a made-up history will do. */
public final class Checker {

    private final History history;
    private final Snapshot now;
    private final Map<String, JobRow> jobs;
    private final Map<String, List<AttemptRow>> attempts;
    private final Set<String> results;
    private final List<Breach> breaches = new ArrayList<>();

    private Checker(History history, Snapshot now) {
        this.history = history;
        this.now = now;
        this.jobs = now.jobs().stream().collect(Collectors.toMap(JobRow::id, Function.identity()));
        this.attempts = now.attempts().stream().collect(Collectors.groupingBy(AttemptRow::jobId));
        this.results = now.results().stream().map(Snapshot.ResultRow::jobId).collect(Collectors.toSet());
    }

    public static List<Breach> check(History history, Snapshot now) {
        Checker checker = new Checker(history, now);
        checker.accepted();
        checker.nothingElse();
        now.jobs().forEach(checker::job);
        new AttemptRules(checker.breaches, history).check(now.jobs(), checker.attempts);
        checker.calls();
        checker.blobs();
        checker.queues();
        return List.copyOf(checker.breaches);
    }

    /** What was accepted is there; a recording's coaching too. */
    private void accepted() {
        for (Accepted one : history.accepted()) {
            JobRow job = jobs.get(one.jobId());
            if (job == null) {
                breach(Kind.LOST, one.jobId(), "was accepted and is not there");
            } else if (job.state() == JobState.CANCELLED && !one.cancelled()) {
                breach(Kind.CORRUPT, job.id(), "is CANCELLED, and nobody asked for that");
            }
        }
    }

    /** What is there was accepted, or follows from what was: a second job for one submission shows here. */
    private void nothingElse() {
        Set<String> known = history.accepted().stream().map(Accepted::jobId).collect(Collectors.toSet());
        for (JobRow job : now.jobs()) {
            if (job.kind() != JobKind.COACH && !known.contains(job.id())) {
                breach(Kind.DUPLICATED, job.id(), "(" + job.kind() + ") was made for no accepted submission");
            }
        }
    }

    private void job(JobRow job) {
        if (!job.state().isTerminal()) {
            breach(Kind.STUCK, job.id(), "is " + job.state());
        }
        boolean hasResult = results.contains(job.id());
        if (job.state() == JobState.SUCCEEDED && !hasResult) {
            breach(Kind.LOST, job.id(), "is SUCCEEDED and has no result");
        }
        if (job.state() != JobState.SUCCEEDED && hasResult) {
            breach(Kind.CORRUPT, job.id(), "is " + job.state() + " and has a result");
        }
        if (job.kind() == JobKind.TRANSCRIBE) {
            stages(job);
        }
        moves(job);
    }

    /** Exactly one coaching follows a transcription, and not before that has ended. */
    private void stages(JobRow transcription) {
        List<JobRow> coachings = now.jobs().stream()
                .filter(job -> job.kind() == JobKind.COACH && Objects.equals(job.callId(), transcription.callId()))
                .toList();
        boolean done = transcription.state() == JobState.SUCCEEDED;
        if (done && coachings.isEmpty()) {
            breach(Kind.LOST, transcription.id(), "is SUCCEEDED, and no COACH job follows it");
        }
        if (coachings.size() > (done ? 1 : 0)) {
            breach(
                    Kind.DUPLICATED,
                    transcription.id(),
                    "is " + transcription.state() + " and is followed by " + coachings.size() + " COACH jobs");
        }
        for (JobRow coaching : coachings) {
            if (coaching.startedAt() != null
                    && transcription.finishedAt() != null
                    && coaching.startedAt().isBefore(transcription.finishedAt())) {
                breach(Kind.CORRUPT, coaching.id(), "began before the transcription of its call ended");
            }
        }
    }

    /** An ended job stays as it is. */
    private void moves(JobRow job) {
        List<JobState> seen = new ArrayList<>(history.observed().getOrDefault(job.id(), List.of()));
        seen.add(job.state());
        for (int i = 1; i < seen.size(); i++) {
            if (seen.get(i - 1).isTerminal() && seen.get(i) != seen.get(i - 1)) {
                breach(Kind.DUPLICATED, job.id(), "had ended as " + seen.get(i - 1) + " and then was " + seen.get(i));
            }
        }
    }

    private void calls() {
        Set<String> known = history.accepted().stream()
                .map(Accepted::callId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        for (Snapshot.CallRow call : now.calls()) {
            if (!known.contains(call.id())) {
                breach(Kind.CORRUPT, "call " + call.id(), "is left of a submission that was never accepted");
            }
        }
    }

    private void blobs() {
        Set<String> wanted =
                now.calls().stream().map(Snapshot.CallRow::audioKey).collect(Collectors.toSet());
        now.results().stream()
                .map(Snapshot.ResultRow::audioKey)
                .filter(Objects::nonNull)
                .forEach(wanted::add);
        if (now.calls().isEmpty() && now.blobs().isEmpty()) {
            return;
        }
        Set<String> missing = new HashSet<>(wanted);
        missing.removeAll(now.blobs());
        missing.forEach(blob -> breach(Kind.CORRUPT, "blob " + blob, "is wanted and not there"));
        Set<String> left = new HashSet<>(now.blobs());
        left.removeAll(wanted);
        left.forEach(blob -> breach(Kind.CORRUPT, "blob " + blob, "is there and nothing points at it"));
    }

    private void queues() {
        now.outbox().forEach(job -> breach(Kind.STUCK, job, "is still in the outbox"));
        now.queues().forEach((queue, messages) -> {
            if (messages > 0) {
                breach(Kind.STUCK, queue, "still holds " + messages + " messages");
            }
        });
        for (String letter : now.deadLetters()) {
            if (!letter.equals(history.poison())) {
                breach(Kind.CORRUPT, "dead letter", "was given up, and nobody sent it as poison: " + letter);
            }
        }
    }

    private void breach(Kind kind, String subject, String what) {
        breaches.add(new Breach(kind, subject, what));
    }
}
