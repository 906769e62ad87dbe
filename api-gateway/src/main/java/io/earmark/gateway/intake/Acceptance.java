package io.earmark.gateway.intake;

import io.earmark.gateway.idempotency.Answer;
import io.earmark.gateway.idempotency.Fingerprint;
import io.earmark.gateway.idempotency.Submission;
import io.earmark.gateway.status.JobWaiter;
import io.earmark.gateway.status.Prefer;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.async.DeferredResult;
import tools.jackson.databind.json.JsonMapper;

/** Accepts a submission: what it creates and what it is answered are written in one transaction, and said alike again. */
@Component
class Acceptance {

    private static final String REPLAYED = "Idempotency-Replayed";

    private final Jobs jobs;
    private final TransactionTemplate transaction;
    private final JobWaiter waiter;
    private final JsonMapper json;

    Acceptance(Jobs jobs, TransactionTemplate storeTransaction, JobWaiter waiter, JsonMapper json) {
        this.jobs = jobs;
        this.transaction = storeTransaction;
        this.waiter = waiter;
        this.json = json;
    }

    /** @param creation writes the job and what belongs to it */
    Answer accept(Submission submission, Fingerprint payload, Job job, Object body, Runnable creation) {
        Answer answer =
                new Answer(job.id(), HttpStatus.ACCEPTED.value(), "/jobs/" + job.id(), json.writeValueAsString(body));
        transaction.executeWithoutResult(status -> {
            submission.answered(payload, answer);
            creation.run();
        });
        return answer;
    }

    /** @param ended for clients that wait: made of the job as it is when it has ended, or when their patience has */
    DeferredResult<ResponseEntity<?>> reply(
            Job job, Answer answer, Prefer prefer, Function<Job, ResponseEntity<?>> ended) {
        return prefer.patience().isZero() ? now(answer, prefer, false) : waiter.await(job, prefer.patience(), ended);
    }

    /** The first answer again, to the letter; clients that wait are told of the same job. */
    DeferredResult<ResponseEntity<?>> again(
            String tenant, Answer answer, Prefer prefer, Function<Job, ResponseEntity<?>> ended) {
        JobId id = answer.job();
        Optional<Job> job = id == null || prefer.patience().isZero() ? Optional.empty() : jobs.find(tenant, id);
        return job.isEmpty()
                ? now(answer, prefer, true)
                : waiter.await(job.get(), prefer.patience(), then -> replayed(ended.apply(then)));
    }

    private static ResponseEntity<?> replayed(ResponseEntity<?> reply) {
        return ResponseEntity.status(reply.getStatusCode())
                .headers(reply.getHeaders())
                .header(REPLAYED, "true")
                .body(reply.getBody());
    }

    private static DeferredResult<ResponseEntity<?>> now(Answer answer, Prefer prefer, boolean replayed) {
        ResponseEntity.BodyBuilder reply = ResponseEntity.status(answer.status())
                .location(URI.create(answer.location()))
                .headers(prefer.applied())
                .contentType(MediaType.APPLICATION_JSON);
        if (replayed) {
            reply.header(REPLAYED, "true");
        }
        DeferredResult<ResponseEntity<?>> result = new DeferredResult<>();
        result.setResult(reply.body(answer.body()));
        return result;
    }
}
