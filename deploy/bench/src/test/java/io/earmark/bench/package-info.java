@NullMarked
package io.earmark.bench;

import org.jspecify.annotations.NullMarked;
