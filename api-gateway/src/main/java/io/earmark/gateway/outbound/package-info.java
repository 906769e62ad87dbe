/** Requests to addresses that clients name: never to anything inside (server-side request forgery). */
@NullMarked
package io.earmark.gateway.outbound;

import org.jspecify.annotations.NullMarked;
