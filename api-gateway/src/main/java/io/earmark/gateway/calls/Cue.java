package io.earmark.gateway.calls;

import java.util.List;

/**
 * A subtitle.
 *
 * @param speaker     by id
 * @param startMillis from the start of the recording
 * @param endMillis   after {@code startMillis}
 * @param words       what is shown, without who says it
 */
record Cue(String speaker, long startMillis, long endMillis, List<String> words) {}
