@NullMarked
package io.earmark.moment;

import org.jspecify.annotations.NullMarked;
