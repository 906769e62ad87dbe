@NullMarked
package io.earmark.faults.load;

import org.jspecify.annotations.NullMarked;
