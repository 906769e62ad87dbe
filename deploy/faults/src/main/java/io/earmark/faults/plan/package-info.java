/** What goes wrong and when: drawn up from a seed before the run begins, then done. */
@NullMarked
package io.earmark.faults.plan;

import org.jspecify.annotations.NullMarked;
