package io.earmark.stt.redact;

import io.earmark.call.Sensitive;

/**
 * Words of one channel that must not be read.
 *
 * @param from index of the first
 * @param to   index after the last
 */
record Stretch(Sensitive kind, int from, int to) {}
