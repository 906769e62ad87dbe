/** What keeps the house in order: expired leases, messages a broker lost, blobs nobody points at, gauges. */
@NullMarked
package io.earmark.gateway.upkeep;

import org.jspecify.annotations.NullMarked;
