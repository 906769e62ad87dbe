@NullMarked
package io.earmark.faults.check;

import org.jspecify.annotations.NullMarked;
