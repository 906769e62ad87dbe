@NullMarked
package io.earmark.stt;

import org.jspecify.annotations.NullMarked;
