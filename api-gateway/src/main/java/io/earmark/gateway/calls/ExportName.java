package io.earmark.gateway.calls;

import io.earmark.call.Call;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.http.ContentDisposition;

/** What a file is called that a client saves: after the recording, or after the call if the upload had no name. */
final class ExportName {

    private static final int LONGEST = 100;

    private ExportName() {}

    /**
     * The header Content-Disposition (RFC 6266).
     *
     * @param part such as {@code transcript}
     */
    static ContentDisposition of(Call call, String part, String extension, boolean download) {
        String name = stem(call) + "-" + part + "." + extension;
        ContentDisposition.Builder header = download ? ContentDisposition.attachment() : ContentDisposition.inline();
        boolean plain = StandardCharsets.US_ASCII.newEncoder().canEncode(name);
        return (plain ? header.filename(name) : header.filename(name, StandardCharsets.UTF_8)).build();
    }

    /** The upload named itself: nothing of that may be a path, hidden or a control character. */
    private static String stem(Call call) {
        String told = Objects.requireNonNullElse(call.metadata().fileName(), "");
        String last = told.substring(Math.max(told.lastIndexOf('/'), told.lastIndexOf('\\')) + 1);
        int dot = last.lastIndexOf('.');
        String stem = (dot > 0 ? last.substring(0, dot) : last)
                .replaceAll("[^\\p{L}\\p{M}\\p{N} ._()-]", "_")
                .replaceAll("^[. ]+|[. ]+$", "");
        if (stem.isEmpty()) {
            return "call-" + call.id();
        }
        return stem.codePointCount(0, stem.length()) <= LONGEST
                ? stem
                : stem.substring(0, stem.offsetByCodePoints(0, LONGEST));
    }
}
