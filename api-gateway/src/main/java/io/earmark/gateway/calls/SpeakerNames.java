package io.earmark.gateway.calls;

import io.earmark.call.CallMetadata;
import io.earmark.call.Speaker;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people call the speakers: by name where the submitter gave one, else by role. */
final class SpeakerNames {

    private static final int LONGEST = 20;

    private final Map<String, String> byId = new HashMap<>();

    SpeakerNames(List<Speaker> speakers, CallMetadata metadata) {
        for (Speaker speaker : speakers) {
            String name = oneLine(name(speaker, metadata));
            byId.put(speaker.id(), byId.containsValue(name) ? name + " " + speaker.id() : name);
        }
    }

    private static String name(Speaker speaker, CallMetadata metadata) {
        @Nullable
        String told =
                switch (speaker.role()) {
                    case "agent" -> metadata.agent();
                    case "customer" -> metadata.customer();
                    default -> null;
                };
        if (told != null && !told.isBlank()) {
            return told;
        }
        String role = speaker.role().isBlank() ? speaker.id() : speaker.role().replace('-', ' ');
        return role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1);
    }

    /** Angle brackets are markup in subtitles, and not every player knows how they are escaped. */
    private static String oneLine(String name) {
        String line = name.replaceAll("[\\p{Cntrl}\\s\\u2028\\u2029]+", " ")
                .strip()
                .replace('<', '‹')
                .replace('>', '›');
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)).stripTrailing() + "…";
    }

    /** One line of 24 characters at most. */
    String of(String speaker) {
        return byId.getOrDefault(speaker, speaker);
    }
}
