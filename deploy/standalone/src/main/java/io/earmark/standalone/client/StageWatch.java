package io.earmark.standalone.client;

import io.earmark.job.JobKind;
import io.earmark.job.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for jobs by polling, and shows how far they are. */
public final class StageWatch {

    private static final long PAUSE_MILLIS = 250;

    private final ApiClient api;
    private final ProgressDisplay display;

    public StageWatch(ApiClient api, ProgressDisplay display) {
        this.api = api;
        this.display = display;
    }

    /** A call on its way through the stages. @param name for people */
    public record Watched(String name, String callId) {}

    /** Back when each call is coached or has failed. The answers are in the order of the calls. */
    public List<Outcome> awaitCoached(List<Watched> calls) throws InterruptedException {
        while (true) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Watched call : calls) {
                outcomes.add(new Outcome(call.name(), api.jobsOf(call.callId(), JobKind.TRANSCRIBE, JobKind.COACH)));
            }
            show(outcomes.stream().mapToDouble(Outcome::done).average().orElse(1), outcomes);
            if (outcomes.stream().allMatch(Outcome::over)) {
                return outcomes;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Back when each job is over. */
    public List<JobStatus> await(List<String> jobIds, String doing) throws InterruptedException {
        while (true) {
            List<JobStatus> jobs = new ArrayList<>();
            for (String id : jobIds) {
                jobs.add(api.job(id));
            }
            long over = jobs.stream().filter(job -> job.state().isTerminal()).count();
            display.show(
                    jobs.stream().mapToDouble(JobStatus::done).average().orElse(1),
                    doing + " " + over + " of " + jobs.size());
            if (over == jobs.size()) {
                return jobs;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private void show(double done, List<Outcome> outcomes) {
        display.show(
                done, String.join(", ", outcomes.stream().map(Outcome::words).toList()));
    }

    /** How far a call has come. @param jobs TRANSCRIBE and, once it is there, COACH */
    public record Outcome(String name, List<JobStatus> jobs) {

        private static final int STAGES = 2;

        double done() {
            return over() ? 1 : jobs.stream().mapToDouble(JobStatus::done).sum() / STAGES;
        }

        boolean over() {
            return failed().isPresent()
                    || jobs.stream().anyMatch(job -> job.kind() == JobKind.COACH && job.state() == JobState.SUCCEEDED);
        }

        /** The job that ended without a result, if one did. */
        public Optional<JobStatus> failed() {
            return jobs.stream()
                    .filter(job -> job.state() == JobState.FAILED || job.state() == JobState.CANCELLED)
                    .findFirst();
        }

        String words() {
            if (over()) {
                return name + " " + (failed().isPresent() ? "failed" : "done");
            }
            return jobs.stream()
                    .filter(job -> !job.state().isTerminal())
                    .findFirst()
                    .map(job -> name + " " + doing(job))
                    .orElse(name + " waiting");
        }

        private static String doing(JobStatus job) {
            if (job.state() != JobState.RUNNING) {
                return job.state().name().toLowerCase(Locale.ROOT);
            }
            return job.kind() == JobKind.TRANSCRIBE ? "transcribing" : "coaching";
        }
    }
}
