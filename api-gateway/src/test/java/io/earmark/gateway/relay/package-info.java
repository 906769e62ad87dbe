@NullMarked
package io.earmark.gateway.relay;

import org.jspecify.annotations.NullMarked;
