@NullMarked
package io.earmark.gateway.calls;

import org.jspecify.annotations.NullMarked;
