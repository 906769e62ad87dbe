/** The fault suite's command: a run under fire, the self-test with broken engines, and the table. */
@NullMarked
package io.earmark.faults;

import org.jspecify.annotations.NullMarked;
