/** Gateway, workers, database and broker in one process. */
@NullMarked
package io.earmark.standalone;

import org.jspecify.annotations.NullMarked;
