package io.earmark.work;

import io.earmark.job.Failure;

/** The job cannot succeed, however often it is tried: it ends as FAILED, with this as its reason. */
public final class PermanentFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    public PermanentFailure(Failure failure) {
        super(failure.type() + ": " + failure.detail());
        this.failure = failure;
    }

    /** See {@link Failure} for the parts. */
    public PermanentFailure(String type, String title, String detail) {
        this(new Failure(type, title, detail));
    }

    public Failure failure() {
        return failure;
    }
}
