@NullMarked
package io.earmark.faults.plan;

import org.jspecify.annotations.NullMarked;
