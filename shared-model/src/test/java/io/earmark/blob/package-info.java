@NullMarked
package io.earmark.blob;

import org.jspecify.annotations.NullMarked;
