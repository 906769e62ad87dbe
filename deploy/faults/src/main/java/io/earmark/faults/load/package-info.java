/** The client: what it submits, what it was told, and whether what came out is right. */
@NullMarked
package io.earmark.faults.load;

import org.jspecify.annotations.NullMarked;
