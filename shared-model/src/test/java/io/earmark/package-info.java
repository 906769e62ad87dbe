@NullMarked
package io.earmark;

import org.jspecify.annotations.NullMarked;
