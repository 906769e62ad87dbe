/** The truth: jobs, calls, results and the outbox in PostgreSQL. */
@NullMarked
package io.earmark.store;

import org.jspecify.annotations.NullMarked;
