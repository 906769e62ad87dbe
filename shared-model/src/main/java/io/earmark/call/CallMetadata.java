package io.earmark.call;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 */
public record CallMetadata(
        @Nullable String agent,
        @Nullable String customer,
        @Nullable Instant startedAt,
        List<String> tags,
        Map<String, String> channels,
        @Nullable String fileName,
        Map<String, Object> extra) {

    public static final CallMetadata NONE = new CallMetadata(null, null, null, List.of(), Map.of(), null, Map.of());

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
