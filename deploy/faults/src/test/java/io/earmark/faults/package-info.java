@NullMarked
package io.earmark.faults;

import org.jspecify.annotations.NullMarked;
