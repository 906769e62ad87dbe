/** Transcript to metrics, sentiment and moments. */
@NullMarked
package io.earmark.moment;

import org.jspecify.annotations.NullMarked;
