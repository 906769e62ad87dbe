package io.earmark.gateway.web;

import io.earmark.job.Failure;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** A request that cannot be served, and what the client can do about it. Becomes an RFC 9457 problem. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final String TYPES = "urn:earmark:problem:";

    private final HttpStatus status;
    private final String type;
    private final String title;
    private final @Nullable Duration retryAfter;

    /** @param type stable and short, such as {@code audio-unreadable} */
    public Problem(HttpStatus status, String type, String title, String detail) {
        this(status, type, title, detail, null);
    }

    private Problem(HttpStatus status, String type, String title, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.type = type;
        this.title = title;
        this.retryAfter = retryAfter;
    }

    /** The same, to be sent with {@code Retry-After}. */
    public Problem retryAfter(Duration time) {
        return new Problem(status, type, title, String.valueOf(getMessage()), time);
    }

    /** When to come back, if that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public static Problem badRequest(String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, "request-invalid", "The request is not valid", detail);
    }

    public static Problem notFound(String what, Object id) {
        return new Problem(
                HttpStatus.NOT_FOUND,
                what + "-unknown",
                "There is no such " + what,
                "There is no " + what + " " + id + ".");
    }

    /** 503: to be sent with {@code Retry-After}. */
    public static ProblemDetail databaseAway() {
        return detail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "database-unavailable",
                "The database does not answer",
                "Nothing was accepted. Try again in a few seconds.");
    }

    /** To be kept, for someone who looks later. */
    public Failure failure() {
        return new Failure(type, title, String.valueOf(getMessage()));
    }

    public ProblemDetail detail() {
        return detail(status, type, title, String.valueOf(getMessage()));
    }

    static ProblemDetail detail(HttpStatus status, String type, String title, String sentence) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, sentence);
        detail.setType(type(type));
        detail.setTitle(title);
        return detail;
    }

    /** The type of errors that have no other: the status in words. */
    static URI type(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        String name = known == null ? "error" : known.getReasonPhrase();
        return type(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"));
    }

    /** The stable URI of a problem type. */
    public static URI type(String type) {
        return URI.create(TYPES + type);
    }
}
