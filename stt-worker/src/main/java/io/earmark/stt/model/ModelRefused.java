package io.earmark.stt.model;

/** A model cannot be had or used; the message tells its owner why and what to do. */
public final class ModelRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ModelRefused(String message) {
        super(message);
    }

    ModelRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
