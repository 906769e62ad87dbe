package io.earmark.gateway.batch;

/** Where an item of a batch stands. */
enum ItemState {
    /** Nobody has sent its recording yet. Exits: WAITING when it comes; FAILED if it is none, or never comes; CANCELLED. */
    AWAITING_UPLOAD,
    /** Its recording is here or has a URL, and its turn is to come. Exits: PROCESSING; FAILED if it cannot be had; CANCELLED. */
    WAITING,
    /** It is a call, and the engine has it. Exits: what becomes of the call's jobs. */
    PROCESSING,
    /** The call is coached. No exit. */
    SUCCEEDED,
    /** There is no result; the item's error says why. No exit: a job that is tried again does not change its batch. */
    FAILED,
    /** Stopped with its batch, or its job by itself. No exit. */
    CANCELLED
}
