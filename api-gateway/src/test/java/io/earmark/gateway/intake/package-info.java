@NullMarked
package io.earmark.gateway.intake;

import org.jspecify.annotations.NullMarked;
