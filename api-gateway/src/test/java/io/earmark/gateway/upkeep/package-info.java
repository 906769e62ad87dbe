@NullMarked
package io.earmark.gateway.upkeep;

import org.jspecify.annotations.NullMarked;
