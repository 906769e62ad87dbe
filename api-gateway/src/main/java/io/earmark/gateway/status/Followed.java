package io.earmark.gateway.status;

/**
 * What can be followed as events: how they are told from each other, and what they say.
 *
 * @param <K> names it
 * @param <S> how it stands
 * @param <V> the whole of it
 */
public interface Followed<K, S, V> {

    K key(V whole);

    S standing(V whole);

    /** The same for the same standing, another for another. */
    String id(S standing);

    /** Whether nothing will change any more. */
    boolean isEnd(S standing);

    /** Whether it only got on between the two, within one state. */
    boolean isProgress(S before, S now);

    /** What clients see. */
    Object view(V whole);
}
