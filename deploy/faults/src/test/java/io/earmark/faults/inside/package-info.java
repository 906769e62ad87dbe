@NullMarked
package io.earmark.faults.inside;

import org.jspecify.annotations.NullMarked;
