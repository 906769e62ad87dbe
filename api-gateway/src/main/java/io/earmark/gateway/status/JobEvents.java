package io.earmark.gateway.status;

import io.earmark.gateway.web.EntityTag;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;

/** A job as it is followed: its state is another when its attempt is. */
final class JobEvents implements Followed<JobId, Jobs.Standing, Job> {

    @Override
    public JobId key(Job job) {
        return job.id();
    }

    @Override
    public Jobs.Standing standing(Job job) {
        return new Jobs.Standing(job.id(), job.state(), job.attempts(), job.progress(), job.stage());
    }

    @Override
    public String id(Jobs.Standing standing) {
        return EntityTag.of(
                        standing.state().name(),
                        Integer.toString(standing.attempts()),
                        Double.toString(standing.progress()),
                        String.valueOf(standing.stage()))
                .value();
    }

    @Override
    public boolean isEnd(Jobs.Standing standing) {
        return standing.state().isTerminal();
    }

    @Override
    public boolean isProgress(Jobs.Standing before, Jobs.Standing now) {
        return before.state() == now.state() && before.attempts() == now.attempts();
    }

    @Override
    public Object view(Job job) {
        return JobView.of(job, null);
    }
}
