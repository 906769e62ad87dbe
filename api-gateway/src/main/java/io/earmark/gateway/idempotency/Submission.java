package io.earmark.gateway.idempotency;

import java.util.Optional;

/** A request to create work, with a key or without. Closed when the request is done with, whatever came of it. */
public interface Submission extends AutoCloseable {

    /** The request attribute that holds it. */
    String ATTRIBUTE = "submission";

    /** Whether an answer was given before: nothing will be created. */
    boolean isRepeated();

    /**
     * The answer that was given before; empty if this is the first time.
     *
     * @throws io.earmark.gateway.web.Problem 422 if the key was used for another payload
     */
    Optional<Answer> before(Fingerprint payload);

    /**
     * Keeps the answer, in the transaction that creates the work.
     *
     * @throws io.earmark.gateway.web.Problem 409 if another request took the key over; the transaction must not commit
     */
    void answered(Fingerprint payload, Answer answer);

    /** Frees the key if no answer was kept. */
    @Override
    void close();
}
