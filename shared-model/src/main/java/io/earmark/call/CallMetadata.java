package io.earmark.call;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        @Nullable String language) {

    public CallMetadata {
        // Calls that were accepted before there was one come without.
        vocabulary = vocabulary == null ? List.of() : vocabulary;
    }

    /** Without a vocabulary and a language. */
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
        return new CallMetadata(agent, customer, startedAt, tags, channels, fileName, extra, all, language);
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
