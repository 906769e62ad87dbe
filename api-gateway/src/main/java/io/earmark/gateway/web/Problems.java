package io.earmark.gateway.web;

import io.earmark.blob.BlobTooLarge;
import io.earmark.job.IllegalTransition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/** Every error as {@code application/problem+json}; Spring's own ones too. Nothing of our inside shows. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler(Problem.class)
    ResponseEntity<ProblemDetail> problem(Problem problem) {
        ProblemDetail detail = problem.detail();
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(detail.getStatus());
        problem.retryAfter()
                .ifPresent(
                        time -> answer.header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, time.toSeconds()))));
        return answer.body(detail);
    }

    @ExceptionHandler(BlobTooLarge.class)
    ResponseEntity<ProblemDetail> tooLarge(BlobTooLarge e) {
        return answer(Problem.detail(
                HttpStatus.CONTENT_TOO_LARGE,
                "upload-too-large",
                "The upload is too large",
                "At most " + e.maxBytes() + " bytes are taken. Nothing was kept. Cut or compress the recording."));
    }

    @ExceptionHandler(IllegalTransition.class)
    ResponseEntity<ProblemDetail> illegal(IllegalTransition e) {
        return answer(Problem.detail(
                HttpStatus.CONFLICT,
                "state-conflict",
                "The job's state does not allow it",
                String.valueOf(e.getMessage())));
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, CannotCreateTransactionException.class})
    ResponseEntity<ProblemDetail> databaseAway(Exception e) {
        log.warn("The database does not answer", e);
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .body(Problem.databaseAway());
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<ProblemDetail> unexpected(Exception e) {
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            log.debug("The client went away: {}", e.toString());
            return null;
        }
        log.error("A request failed", e);
        return answer(Problem.detail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Something went wrong inside",
                "This is a fault of ours; the log of the gateway says more. Nothing was accepted."));
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail detail) {
        return ResponseEntity.status(detail.getStatus()).body(detail);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail detail = Problem.badRequest(
                        "The body is not the JSON object that is wanted here: a name or a value is malformed.")
                .detail();
        return new ResponseEntity<>(detail, headers, status);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Class<?> wanted = e.getRequiredType();
        String allowed = wanted != null && wanted.isEnum()
                ? "one of " + Arrays.toString(wanted.getEnumConstants())
                : wanted == boolean.class ? "true or false" : "a whole number";
        ProblemDetail detail = Problem.badRequest(
                        e.getPropertyName() + " must be " + allowed + ", not '" + e.getValue() + "'.")
                .detail();
        return new ResponseEntity<>(detail, headers, status);
    }

    /** Spring's own errors come with {@code about:blank}: ours have a type. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ResponseEntity<Object> response = super.handleExceptionInternal(e, body, headers, status, request);
        if (response != null && response.getBody() instanceof ProblemDetail detail) {
            detail.setType(Problem.type(status));
        }
        return response;
    }
}
