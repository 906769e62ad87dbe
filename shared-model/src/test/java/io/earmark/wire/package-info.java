@NullMarked
package io.earmark.wire;

import org.jspecify.annotations.NullMarked;
