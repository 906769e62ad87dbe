package io.earmark.gateway.calls;

import io.earmark.gateway.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/** The forms in which a transcript is handed out; the first is what goes to a client without a wish. */
enum TranscriptFormat {
    JSON(MediaType.APPLICATION_JSON, false),
    TXT(new MediaType("text", "plain", StandardCharsets.UTF_8), false),
    /** WebVTT: Web Video Text Tracks, W3C. */
    VTT(new MediaType("text", "vtt", StandardCharsets.UTF_8), true),
    /** SubRip; its media type is in use everywhere and registered nowhere. */
    SRT(new MediaType("application", "x-subrip", StandardCharsets.UTF_8), true);

    private final MediaType mediaType;
    private final boolean download;

    TranscriptFormat(MediaType mediaType, boolean download) {
        this.mediaType = mediaType;
        this.download = download;
    }

    /**
     * @param format the query's wish, which wins; null without
     * @param accept the lines of the header {@code Accept} (RFC 9110, section 12.5.1); none without
     * @throws Problem 400 if there is no such format or the header is malformed, 406 if none of ours is accepted
     */
    static TranscriptFormat wanted(@Nullable String format, List<String> accept) {
        if (format != null) {
            return Arrays.stream(values())
                    .filter(one -> one.extension().equals(format.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(
                            () -> Problem.badRequest("format must be json, txt, vtt or srt, not '" + format + "'."));
        }
        List<MediaType> ranges = ranges(accept);
        return ranges.stream()
                .flatMap(range -> Arrays.stream(values()).filter(one -> one.accepted(range, ranges)))
                .findFirst()
                .or(() -> ranges.isEmpty() ? Optional.of(JSON) : Optional.empty())
                .orElseThrow(() -> new Problem(
                        HttpStatus.NOT_ACCEPTABLE,
                        "not-acceptable",
                        "There is no transcript of that type",
                        "A transcript comes as " + types() + ": name one in the header Accept, or give"
                                + " ?format=json, txt, vtt or srt."));
    }

    /** The most wanted first. */
    private static List<MediaType> ranges(List<String> accept) {
        try {
            List<MediaType> ranges = MediaType.parseMediaTypes(accept);
            MimeTypeUtils.sortBySpecificity(ranges);
            return ranges.stream()
                    .sorted((one, other) -> Double.compare(other.getQualityValue(), one.getQualityValue()))
                    .toList();
        } catch (InvalidMediaTypeException e) {
            throw Problem.badRequest("The header Accept is not a list of media types: " + e.getMessage() + ".");
        }
    }

    /** A type that is refused by name, with q=0, is not let in by a wildcard. */
    private boolean accepted(MediaType range, List<MediaType> all) {
        boolean refused = all.stream()
                .anyMatch(one -> one.getQualityValue() == 0 && one.isConcrete() && one.isCompatibleWith(mediaType));
        return !refused && range.getQualityValue() > 0 && range.includes(mediaType);
    }

    private static String types() {
        return Arrays.stream(values())
                .map(one -> one.mediaType.getType() + "/" + one.mediaType.getSubtype())
                .collect(Collectors.joining(", "));
    }

    MediaType mediaType() {
        return mediaType;
    }

    /** Of a file in this format. */
    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a browser should keep it rather than show it. */
    boolean download() {
        return download;
    }
}
