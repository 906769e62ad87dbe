/** How a worker does a job: consume, claim, keep the lease, complete. A worker brings only its JobHandler. */
@NullMarked
package io.earmark.work;

import org.jspecify.annotations.NullMarked;
