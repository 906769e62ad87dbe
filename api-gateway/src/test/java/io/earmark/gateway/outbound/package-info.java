@NullMarked
package io.earmark.gateway.outbound;

import org.jspecify.annotations.NullMarked;
