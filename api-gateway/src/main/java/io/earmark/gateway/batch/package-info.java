/** Many recordings in one submission: taken in at once, and dripped into the engine behind single ones. */
@NullMarked
package io.earmark.gateway.batch;

import org.jspecify.annotations.NullMarked;
