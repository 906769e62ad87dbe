/** Secrets that we must be able to read again, encrypted at rest. */
@NullMarked
package io.earmark.gateway.secrets;

import org.jspecify.annotations.NullMarked;
