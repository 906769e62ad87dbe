package io.earmark.gateway.status;

import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks at the jobs that clients wait for. */
@Component
class JobWatch extends Watch<JobId, Jobs.Standing, Job> {

    private final Jobs jobs;

    JobWatch(Jobs jobs, WaitingSettings settings, MeterRegistry meters) {
        super("jobs", settings.look(), meters);
        this.jobs = jobs;
    }

    @Override
    protected Map<JobId, Jobs.Standing> standings(Set<JobId> watched) {
        return byId(jobs.standings(watched), Jobs.Standing::id);
    }

    @Override
    protected Map<JobId, Job> wholes(Set<JobId> watched, Map<JobId, Jobs.Standing> standings) {
        return byId(jobs.findAll(watched), Job::id);
    }

    private static <T> Map<JobId, T> byId(List<T> found, Function<T, JobId> id) {
        return found.stream().collect(Collectors.toMap(id, Function.identity()));
    }
}
