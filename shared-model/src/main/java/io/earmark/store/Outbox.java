package io.earmark.store;

import io.earmark.job.JobId;
import io.earmark.job.JobKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is yet to be announced to the broker: one entry for each waiting job, gone when a worker claims it. An entry is
 * due, then taken by one relay for a while, then sent.
 */
public interface Outbox {

    /**
     * The entry of a stage after a finished one is nobody's to take for so long: the database's NOTIFY gives its number and job,
     * and one relay of all may send it without having taken it. If that relay does not, the others find it due.
     */
    Duration HANDED_OVER_FOR = Duration.ofSeconds(1);

    /** One entry. @param id its own, not the job's */
    record Entry(long id, JobId job, JobKind kind) {}

    /**
     * What is with the broker, and whether more could be.
     *
     * @param unclaimed entries sent and not claimed, exact to 10,000; those that another relay is just sending are not
     *                  counted
     * @param oldest    how long the oldest of them has been so; zero if there is none
     * @param due       whether an entry is due and not sent
     */
    record Load(int unclaimed, Duration oldest, boolean due) {}

    /** Of every kind. Its cost grows with what is with the broker, not with what waits. */
    Map<JobKind, Load> load();

    /**
     * Takes due entries for a while, skipping those that another relay takes: by priority, fair between tenants,
     * oldest first.
     *
     * @param window at most so many sent and unclaimed entries of the kind at any time
     * @param hold   for how long; an entry neither sent nor put back by then is due again
     */
    List<Entry> take(JobKind kind, int window, int limit, Duration hold);

    /**
     * The broker has them.
     *
     * @param together how many went in each message, in this order; fewer in the last
     */
    void sent(List<Long> ids, int together);

    /** The broker did not take them: due again at once. */
    void putBack(List<Long> ids);

    /**
     * The broker holds fewer messages than were sent and not claimed: it lost some, or a worker has been busy with the first
     * job of one for long. Makes those entries of the oldest due again that were sent longer than {@code grace} ago. A
     * duplicate is harmless.
     *
     * @param waiting messages that the broker holds for the kind
     * @return the number made due
     */
    int resendMissing(JobKind kind, long waiting, Duration grace);
}
