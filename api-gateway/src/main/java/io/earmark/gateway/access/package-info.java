/** Who may come in: API keys. */
@NullMarked
package io.earmark.gateway.access;

import org.jspecify.annotations.NullMarked;
