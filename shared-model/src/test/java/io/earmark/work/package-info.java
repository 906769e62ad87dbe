@NullMarked
package io.earmark.work;

import org.jspecify.annotations.NullMarked;
