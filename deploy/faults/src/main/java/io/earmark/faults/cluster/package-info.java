/** The processes under test: gateways and workers, a RabbitMQ and a PostgreSQL, all private to the run. */
@NullMarked
package io.earmark.faults.cluster;

import org.jspecify.annotations.NullMarked;
