@NullMarked
package io.earmark.gateway.secrets;

import org.jspecify.annotations.NullMarked;
