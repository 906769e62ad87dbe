/** Threads of the gateway that look for work. */
@NullMarked
package io.earmark.gateway.loop;

import org.jspecify.annotations.NullMarked;
