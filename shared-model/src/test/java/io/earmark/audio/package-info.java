@NullMarked
package io.earmark.audio;

import org.jspecify.annotations.NullMarked;
