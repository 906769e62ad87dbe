package io.earmark.gateway.web;

import java.util.function.Supplier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers to clients that may have them already. Each comes with its {@link EntityTag}; who sends that as
 * {@code If-None-Match} (RFC 9110, section 13.1.2) gets 304 and no body. Nobody may use what he has without asking.
 */
@Component
public class Conditional {

    private static final CacheControl ASK = CacheControl.noCache().cachePrivate();

    private final JsonMapper json;

    Conditional(JsonMapper json) {
        this.json = json;
    }

    /** A small answer, known by its very bytes: for 304 it is made, and not sent. */
    public <T> ResponseEntity<T> small(HttpHeaders request, T view) {
        EntityTag tag = EntityTag.of(json.writeValueAsBytes(view));
        return tag.isAmong(request.getIfNoneMatch())
                ? notModified(tag)
                : tagged(ResponseEntity.ok(), tag).body(view);
    }

    /**
     * A large answer, known by what it is made of: for 304 it is not made at all.
     *
     * @param tag    of everything that the answer depends on, its form too
     * @param answer makes it
     */
    public ResponseEntity<Object> large(HttpHeaders request, EntityTag tag, Supplier<ResponseEntity<Object>> answer) {
        if (tag.isAmong(request.getIfNoneMatch())) {
            return notModified(tag);
        }
        ResponseEntity<Object> made = answer.get();
        return tagged(ResponseEntity.status(made.getStatusCode()).headers(made.getHeaders()), tag)
                .body(made.getBody());
    }

    private static <T> ResponseEntity<T> notModified(EntityTag tag) {
        return tagged(ResponseEntity.status(HttpStatus.NOT_MODIFIED), tag).build();
    }

    private static ResponseEntity.BodyBuilder tagged(ResponseEntity.BodyBuilder answer, EntityTag tag) {
        return answer.eTag(tag.toString()).cacheControl(ASK);
    }
}
