package io.earmark.audio;

/**
 * An upload made to do harm.
 *
 * @param name    what it tries
 * @param refused whether it must not be taken for a recording; the others may by luck still be one
 */
public record HostileRecording(String name, byte[] bytes, boolean refused) {

    @Override
    public String toString() {
        return name;
    }
}
