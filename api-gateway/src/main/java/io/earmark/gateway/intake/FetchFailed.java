package io.earmark.gateway.intake;

import io.earmark.gateway.web.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A recording could not be had from its URL. */
public final class FetchFailed extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean worthAnotherTry;
    private final @Nullable Duration wish;

    private FetchFailed(String sentence, boolean worthAnotherTry, @Nullable Duration wish, @Nullable Throwable cause) {
        super(sentence, cause);
        this.worthAnotherTry = worthAnotherTry;
        this.wish = wish;
    }

    static FetchFailed forGood(String sentence) {
        return new FetchFailed(sentence, false, null, null);
    }

    /** @param wish of the server, when to come back */
    static FetchFailed forNow(String sentence, @Nullable Duration wish, @Nullable Throwable cause) {
        return new FetchFailed(sentence, true, wish, cause);
    }

    public boolean isWorthAnotherTry() {
        return worthAnotherTry;
    }

    public Optional<Duration> wish() {
        return Optional.ofNullable(wish);
    }

    /** As clients are told. */
    public Problem problem() {
        return new Problem(
                worthAnotherTry ? HttpStatus.BAD_GATEWAY : HttpStatus.UNPROCESSABLE_CONTENT,
                "fetch-failed",
                "The recording could not be fetched",
                String.valueOf(getMessage()));
    }
}
