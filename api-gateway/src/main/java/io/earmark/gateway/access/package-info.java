/** Who may come in, and what they may do: API keys and their scopes. */
@NullMarked
package io.earmark.gateway.access;

import org.jspecify.annotations.NullMarked;
