package io.earmark.gateway.status;

import io.earmark.gateway.web.EntityTag;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one client is told of a job: {@code state} when its state or attempt has changed, {@code progress} when it got on
 * within it, {@code ended} and nothing more, {@code gone} if it was removed. An event has the job whole, so a client that
 * was away needs the newest alone. An event's id is made of how the job stands: whoever knows the last one is told nothing
 * until that changes.
 */
final class JobEvents implements JobWatch.Watcher {

    /** Then the client connects again, with a key that is still good. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(15).toNanos();

    private final JobId job;
    private final JsonMapper json;
    private final EventStream stream;
    private final long begun = System.nanoTime();
    private @Nullable String known;
    private Jobs.@Nullable Standing before;

    /** @param known the id of the last event that the client has seen; null if it has seen none */
    JobEvents(JobId job, @Nullable String known, JsonMapper json, EventStream stream) {
        this.job = job;
        this.known = known;
        this.json = json;
        this.stream = stream;
    }

    static Jobs.Standing standing(Job job) {
        return new Jobs.Standing(job.id(), job.state(), job.attempts(), job.progress(), job.stage());
    }

    static String id(Jobs.Standing standing) {
        return EntityTag.of(
                        standing.state().name(),
                        Integer.toString(standing.attempts()),
                        Double.toString(standing.progress()),
                        String.valueOf(standing.stage()))
                .value();
    }

    @Override
    public JobId job() {
        return job;
    }

    @Override
    public boolean look(Jobs.Standing standing, boolean last) {
        if (!id(standing).equals(known)) {
            return true;
        }
        if (System.nanoTime() - begun > LONGEST_NANOS) {
            stream.end();
        } else {
            stream.keepAlive();
        }
        return false;
    }

    @Override
    public void see(Job seen) {
        Jobs.Standing now = standing(seen);
        String id = id(now);
        if (!id.equals(known)) {
            stream.send(id, event(now), json.writeValueAsString(JobView.of(seen, null)));
        }
        known = id;
        before = now;
        if (now.state().isTerminal()) {
            stream.end();
        }
    }

    private String event(Jobs.Standing now) {
        if (now.state().isTerminal()) {
            return "ended";
        }
        boolean same = before != null && before.state() == now.state() && before.attempts() == now.attempts();
        return same ? "progress" : "state";
    }

    @Override
    public void gone() {
        stream.send("gone", "gone", "{}");
        stream.end();
    }

    @Override
    public void end() {
        stream.end();
    }
}
