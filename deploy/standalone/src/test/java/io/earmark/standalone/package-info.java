@NullMarked
package io.earmark.standalone;

import org.jspecify.annotations.NullMarked;
