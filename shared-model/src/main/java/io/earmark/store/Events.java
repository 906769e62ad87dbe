package io.earmark.store;

/** What happened, for those who asked to be told: each endpoint of the tenant and each callback of the submission. */
public interface Events {

    /**
     * Writes the event and a delivery for each who wants it, in the caller's transaction: it is sent if that commits, and
     * only then. Where nobody wants it, nothing is written.
     */
    void happened(Event event);
}
