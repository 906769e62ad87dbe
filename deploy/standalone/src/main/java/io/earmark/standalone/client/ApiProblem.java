package io.earmark.standalone.client;

/** The server refused, or could not be reached; the message is for people. */
public final class ApiProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ApiProblem(int status, String message) {
        super(message);
        this.status = status;
    }

    ApiProblem(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** The HTTP status; 0 if there was no answer. */
    public int status() {
        return status;
    }
}
