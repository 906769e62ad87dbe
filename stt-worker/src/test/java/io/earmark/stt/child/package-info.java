@NullMarked
package io.earmark.stt.child;

import org.jspecify.annotations.NullMarked;
