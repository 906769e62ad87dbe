@NullMarked
package io.earmark.gateway.access;

import org.jspecify.annotations.NullMarked;
