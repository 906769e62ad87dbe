package io.earmark.call;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the submitter told of a call. Everything is optional.
 *
 * @param agent     name of the seller
 * @param customer  name of the customer or their company
 * @param startedAt when the conversation began
 * @param tags      free labels
 * @param channels  role by channel: keys {@code left}, {@code right} or a channel's number from 0; values such as
 *                  {@code agent} and {@code customer}
 * @param fileName  of the upload, for people only
 * @param extra     whatever else the metadata object held, kept and given back
 * @param vocabulary names and terms as they are written that may be said in it
 * @param language   BCP 47 tag of what is spoken, such as {@code en-US}; null for what the worker's model knows
 * @param redact     what must not be read or heard in it: labels of {@link Sensitive}; empty for nothing
 * @param original   {@value #DROP} if the recording as it came in goes when its redacted copy is there; else null
 */
public record CallMetadata(
        @Nullable String agent,
        @Nullable String customer,
        @Nullable Instant startedAt,
        List<String> tags,
        Map<String, String> channels,
        @Nullable String fileName,
        Map<String, Object> extra,
        List<String> vocabulary,
        @Nullable String language,
        List<String> redact,
        @Nullable String original) {

    public static final String DROP = "drop";

    public CallMetadata {
        // Calls that were accepted before there were any come without.
        vocabulary = vocabulary == null ? List.of() : vocabulary;
        redact = redact == null ? List.of() : redact;
    }

    /** Nothing of it is redacted. */
    public CallMetadata(
            @Nullable String agent,
            @Nullable String customer,
            @Nullable Instant startedAt,
            List<String> tags,
            Map<String, String> channels,
            @Nullable String fileName,
            Map<String, Object> extra,
            List<String> vocabulary,
            @Nullable String language) {
        this(agent, customer, startedAt, tags, channels, fileName, extra, vocabulary, language, List.of(), null);
    }

    /** Without a vocabulary and a language; nothing of it is redacted. */
    public CallMetadata(
            @Nullable String agent,
            @Nullable String customer,
            @Nullable Instant startedAt,
            List<String> tags,
            Map<String, String> channels,
            @Nullable String fileName,
            Map<String, Object> extra) {
        this(agent, customer, startedAt, tags, channels, fileName, extra, List.of(), null);
    }

    public static final CallMetadata NONE = new CallMetadata(null, null, null, List.of(), Map.of(), null, Map.of());

    /** The same with further terms, each once. */
    public CallMetadata withTerms(List<String> more) {
        List<String> all =
                Stream.concat(vocabulary.stream(), more.stream()).distinct().toList();
        return new CallMetadata(
                agent, customer, startedAt, tags, channels, fileName, extra, all, language, redact, original);
    }

    /**
     * The same with more to redact, each once: what a tenant's rule asks for, a call cannot take back.
     *
     * @param dropOriginal whether the recording goes, if anything is redacted
     */
    public CallMetadata withRedaction(List<String> more, boolean dropOriginal) {
        List<String> all =
                Stream.concat(redact.stream(), more.stream()).distinct().toList();
        String then = all.isEmpty() ? null : dropOriginal ? DROP : original;
        return new CallMetadata(
                agent, customer, startedAt, tags, channels, fileName, extra, vocabulary, language, all, then);
    }

    /** Whether anything must not be read or heard in what is served of it. */
    public boolean redacts() {
        return !redact.isEmpty();
    }

    /** Whether the recording as it came in goes when its redacted copy is there. */
    public boolean dropsOriginal() {
        return redacts() && DROP.equals(original);
    }

    /** @throws IllegalStateException if a newer version asked for something that this one cannot find */
    public Set<Sensitive> sensitive() {
        Set<Sensitive> kinds = EnumSet.noneOf(Sensitive.class);
        for (String label : redact) {
            kinds.add(Sensitive.of(label)
                    .orElseThrow(() -> new IllegalStateException("This version cannot redact '" + label + "'.")));
        }
        return kinds;
    }

    /** The role of a channel counted from 0; without word from the submitter, channel 0 is the agent, 1 the customer. */
    public String roleOf(int channel) {
        String side = channel == 0 ? "left" : channel == 1 ? "right" : null;
        String told = side == null ? null : channels.get(side);
        if (told == null) {
            told = channels.get(Integer.toString(channel));
        }
        if (told != null) {
            return told;
        }
        return switch (channel) {
            case 0 -> "agent";
            case 1 -> "customer";
            default -> "speaker-" + (channel + 1);
        };
    }
}
