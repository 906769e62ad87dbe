/** Whether the engine kept its promise: what was accepted against what is there. */
@NullMarked
package io.earmark.faults.check;

import org.jspecify.annotations.NullMarked;
