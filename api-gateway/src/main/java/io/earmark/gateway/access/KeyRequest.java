package io.earmark.gateway.access;

import io.earmark.gateway.web.Problem;
import io.earmark.gateway.web.StorableText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key that is asked for.
 *
 * @param name              for people
 * @param tenant            another one, if an operator asks; null for the asker's own
 * @param scopes            of {@code submit}, {@code read}, {@code operate}, {@code admin}
 * @param expiresAt         a time with its offset; null for never
 * @param submissionsPerDay a quota of its own; null for that of the settings
 */
@Schema(name = "ApiKeyRequest")
record KeyRequest(
        @Nullable String name,
        @Nullable String tenant,
        @Nullable List<String> scopes,
        @Nullable String expiresAt,
        @Nullable Integer submissionsPerDay) {

    private static final int LONGEST_NAME = 100;
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Duration LONGEST_LIFE = Duration.ofDays(3660);

    /** @throws Problem 400 naming what is not as it must be */
    ApiKey.Wanted checked(String checkedTenant, Instant now) {
        if (submissionsPerDay != null && submissionsPerDay < 1) {
            throw Problem.badRequest("submissionsPerDay must be 1 or more, not " + submissionsPerDay + ".");
        }
        return new ApiKey.Wanted(
                checkedTenant,
                checkedName(),
                checkedScopes(),
                expiresAt == null ? null : expiry(expiresAt, now),
                submissionsPerDay);
    }

    /** @throws Problem 400 for what cannot be a tenant */
    static String tenant(String name) {
        if (!isTenant(name)) {
            throw Problem.badRequest("tenant must be 1 to 100 letters, digits, points, dashes and underscores.");
        }
        return name;
    }

    static boolean isTenant(String name) {
        return TENANT.matcher(name).matches();
    }

    private String checkedName() {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw Problem.badRequest("name is missing, or longer than " + LONGEST_NAME
                    + " characters: say who or what will use the key.");
        }
        return StorableText.check("name", name.strip());
    }

    private Set<Scope> checkedScopes() {
        if (scopes == null || scopes.isEmpty()) {
            throw Problem.badRequest("scopes is missing: name one or more of submit, read, operate and admin.");
        }
        Set<Scope> found = EnumSet.noneOf(Scope.class);
        for (String label : scopes) {
            found.add(scope(label));
        }
        return found;
    }

    private static Scope scope(@Nullable String label) {
        for (Scope scope : Scope.values()) {
            if (scope.label().equals(label)) {
                return scope;
            }
        }
        throw Problem.badRequest("scopes may hold submit, read, operate and admin, not '" + label + "'.");
    }

    private static Instant expiry(String text, Instant now) {
        Instant time;
        try {
            time = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.badRequest("expiresAt must be a time such as 2027-03-02T09:00:00Z, not '" + text + "'.");
        }
        if (!time.isAfter(now) || time.isAfter(now.plus(LONGEST_LIFE))) {
            throw Problem.badRequest("expiresAt must be ahead, by ten years at most; it is " + text + ".");
        }
        return time;
    }
}
