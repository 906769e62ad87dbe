/** Who asked for which change, and what came of it. */
@NullMarked
package io.earmark.gateway.audit;

import org.jspecify.annotations.NullMarked;
