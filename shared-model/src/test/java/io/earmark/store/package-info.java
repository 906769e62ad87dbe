@NullMarked
package io.earmark.store;

import org.jspecify.annotations.NullMarked;
