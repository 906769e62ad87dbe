/** What must not be read or heard in a call: found in its words, masked there, and bleeped out of a copy of the recording. */
@NullMarked
package io.earmark.stt.redact;

import org.jspecify.annotations.NullMarked;
