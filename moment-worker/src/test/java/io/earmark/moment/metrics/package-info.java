@NullMarked
package io.earmark.moment.metrics;

import org.jspecify.annotations.NullMarked;
