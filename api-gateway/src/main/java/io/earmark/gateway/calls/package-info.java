/** Calls and what was made of them. */
@NullMarked
package io.earmark.gateway.calls;

import org.jspecify.annotations.NullMarked;
