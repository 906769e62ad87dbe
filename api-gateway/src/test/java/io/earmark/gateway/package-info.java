@NullMarked
package io.earmark.gateway;

import org.jspecify.annotations.NullMarked;
