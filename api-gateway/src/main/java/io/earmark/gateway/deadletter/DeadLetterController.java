package io.earmark.gateway.deadletter;

import io.earmark.gateway.access.Operators;
import io.earmark.gateway.status.JobView;
import io.earmark.gateway.web.Ids;
import io.earmark.gateway.web.Page;
import io.earmark.gateway.web.Problem;
import io.earmark.job.IllegalTransition;
import io.earmark.job.Job;
import io.earmark.job.JobId;
import io.earmark.store.Jobs;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Dead letters, for operators. */
@RestController
@RequestMapping("/dead-letters")
class DeadLetterController {

    private final DeadLetters letters;
    private final Jobs jobs;
    private final TransactionTemplate transaction;
    private final Operators operators;

    DeadLetterController(DeadLetters letters, Jobs jobs, TransactionTemplate storeTransaction, Operators operators) {
        this.letters = letters;
        this.jobs = jobs;
        this.transaction = storeTransaction;
        this.operators = operators;
    }

    @GetMapping
    Page<DeadLetterView> letters(
            @RequestAttribute String tenant,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        operators.check(tenant);
        int checked = Page.limit(limit);
        List<DeadLetter> rows = letters.page(
                cursor == null ? null : Page.after(cursor, () -> find(cursor).id()), checked + 1);
        return Page.of(rows, checked, letter -> letter.id().toString(), DeadLetterView::listed);
    }

    @GetMapping("/{id}")
    DeadLetterView letter(@RequestAttribute String tenant, @PathVariable String id) {
        operators.check(tenant);
        return DeadLetterView.whole(find(id));
    }

    /** Has its job announced again, and forgets the letter. */
    @PostMapping("/{id}/requeue")
    ResponseEntity<JobView> requeue(@RequestAttribute String tenant, @PathVariable String id) {
        operators.check(tenant);
        Job job = Objects.requireNonNull(transaction.execute(status -> announceAgain(find(id))));
        return ResponseEntity.accepted()
                .location(URI.create("/jobs/" + job.id()))
                .body(JobView.of(job, null));
    }

    private Job announceAgain(DeadLetter letter) {
        UUID named = letter.jobId();
        if (named == null) {
            throw unusable("It names no job. " + Objects.requireNonNullElse(letter.complaint(), ""));
        }
        Optional<Job> job;
        try {
            job = jobs.announceAgain(new JobId(named));
        } catch (IllegalTransition e) {
            throw unusable(e.getMessage() + ". A FAILED job is tried afresh by POST /jobs/" + named
                    + "/retry; nothing else is needed.");
        }
        letters.remove(letter.id());
        return job.orElseThrow(() -> unusable("There is no job " + named + " of a kind that this version knows."));
    }

    private static Problem unusable(String why) {
        return new Problem(
                HttpStatus.CONFLICT, "dead-letter-unusable", "The dead letter cannot be used again", why.strip());
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(@RequestAttribute String tenant, @PathVariable String id) {
        operators.check(tenant);
        if (!letters.remove(find(id).id())) {
            throw Problem.notFound("dead-letter", id);
        }
        return ResponseEntity.noContent().build();
    }

    private DeadLetter find(String id) {
        return Ids.uuid(id).flatMap(letters::find).orElseThrow(() -> Problem.notFound("dead-letter", id));
    }
}
