@NullMarked
package io.earmark.faults.cluster;

import org.jspecify.annotations.NullMarked;
