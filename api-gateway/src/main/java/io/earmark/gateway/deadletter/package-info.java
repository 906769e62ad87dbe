/** Messages that no worker could use: taken from the broker into the database, shown, announced again, removed. */
@NullMarked
package io.earmark.gateway.deadletter;

import org.jspecify.annotations.NullMarked;
