package io.earmark.gateway.intake;

import io.earmark.blob.BlobRef;
import io.earmark.blob.BlobTooLarge;
import io.earmark.gateway.outbound.AddressGuard;
import io.earmark.gateway.outbound.OutboundClient;
import io.earmark.gateway.outbound.OutboundHead;
import io.earmark.gateway.outbound.OutboundRefused;
import io.earmark.gateway.outbound.OutboundUrl;
import io.earmark.gateway.web.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Fetches recordings from URLs that clients name: through the same guard as webhooks, each redirect too, straight to the
 * blob store, and bounded in size and time. What it is shows when it is probed, as with an upload.
 */
@Component
public class Fetch {

    private static final Logger log = LoggerFactory.getLogger(Fetch.class);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> FOR_NOW = Set.of(408, 425, 429);
    private static final String TOO_SLOW = "upload-too-slow";

    private final AddressGuard guard;
    private final OutboundClient client;
    private final Recordings recordings;
    private final FetchSettings settings;

    Fetch(AddressGuard guard, OutboundClient client, Recordings recordings, FetchSettings settings) {
        this.guard = guard;
        this.client = client;
        this.recordings = recordings;
        this.settings = settings;
    }

    /**
     * The recording, in the blob store: the caller's to keep or to drop.
     *
     * @throws FetchFailed if it cannot be had, now or at all
     * @throws BlobTooLarge if it is over the limit
     * @throws Problem 422 if it is empty
     */
    public BlobRef fetch(String url) throws IOException {
        return fetch(url, settings.time());
    }

    /** The same for a client that waits. */
    BlobRef fetchInline(String url) throws IOException {
        return fetch(url, settings.inline());
    }

    private BlobRef fetch(String url, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        String next = url;
        for (int hop = 0; hop <= settings.redirects(); hop++) {
            Step step = step(read(next), Duration.ofNanos(deadline - System.nanoTime()));
            if (step.recording() != null) {
                return step.recording();
            }
            next = String.valueOf(step.redirect());
        }
        throw FetchFailed.forGood("There were more than " + settings.redirects() + " redirects.");
    }

    /** One of them. */
    private record Step(
            @Nullable BlobRef recording, @Nullable String redirect) {}

    private OutboundUrl read(String url) throws FetchFailed {
        try {
            return guard.read(url);
        } catch (OutboundRefused e) {
            throw FetchFailed.forGood("Nothing is fetched from there. " + e.sentence());
        }
    }

    private Step step(OutboundUrl url, Duration left) throws IOException {
        if (left.isNegative() || left.isZero()) {
            throw FetchFailed.forNow("It took too long.", null, null);
        }
        try {
            return client.get(url, left, (head, body) -> answered(url, head, body));
        } catch (FetchFailed | BlobTooLarge e) {
            throw e;
        } catch (Problem e) {
            if (e.failure().type().equals(TOO_SLOW)) {
                throw FetchFailed.forNow("The server sends too slowly.", null, e);
            }
            throw e;
        } catch (OutboundRefused e) {
            // A name that does not resolve now may do so later.
            throw FetchFailed.forNow(e.sentence(), null, e);
        } catch (IOException e) {
            log.debug("{} could not be fetched", url.host(), e);
            throw FetchFailed.forNow(sentence(e), null, e);
        }
    }

    private Step answered(OutboundUrl url, OutboundHead head, InputStream body) throws IOException {
        if (REDIRECTS.contains(head.status())) {
            return new Step(null, target(url, head.location()));
        }
        if (head.status() != 200) {
            throw refused(head);
        }
        if (head.bytes() != null && head.bytes() > recordings.maxBytes()) {
            throw new BlobTooLarge(recordings.maxBytes());
        }
        return new Step(recordings.store(body), null);
    }

    private static String target(OutboundUrl from, @Nullable String location) throws FetchFailed {
        if (location == null) {
            throw FetchFailed.forGood("The server redirects, but does not say where to.");
        }
        try {
            return from.uri().resolve(URI.create(location)).toString();
        } catch (IllegalArgumentException e) {
            throw FetchFailed.forGood("The server redirects to what is no URL.");
        }
    }

    private static FetchFailed refused(OutboundHead head) {
        String sentence = "The server answered " + head.status() + ".";
        return FOR_NOW.contains(head.status()) || head.status() >= 500
                ? FetchFailed.forNow(sentence, seconds(head.retryAfter()), null)
                : FetchFailed.forGood(sentence);
    }

    /** A date, the other form of it, is not worth its parsing: there is a wait without it too. */
    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        return retryAfter != null && retryAfter.strip().matches("\\d{1,9}")
                ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
                : null;
    }

    /** Nothing of the inside shows. */
    private static String sentence(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "The server did not send it in time.";
        }
        if (e instanceof SSLException) {
            return "There was no secure connection: " + e.getMessage() + ".";
        }
        return "The connection could not be made, or broke before all was there.";
    }
}
