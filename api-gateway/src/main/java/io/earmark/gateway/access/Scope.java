package io.earmark.gateway.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a key may do. None includes another. */
public enum Scope {
    /** Hand work in, and take it back. */
    SUBMIT,
    /** Look at calls, jobs, results and webhooks. */
    READ,
    /** Steer what is there: priorities, retries, redeliveries; with an operator's tenant also pauses and dead letters. */
    OPERATE,
    /** Say who may come in and where events go; read the audit log; make what is kept disappear. */
    ADMIN;

    static final Set<Scope> ALL = Set.copyOf(EnumSet.allOf(Scope.class));

    /** As the API and the table write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In their order here, as lists show them. */
    static List<String> labels(Collection<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::label).toList();
    }
}
