@NullMarked
package io.earmark.stt.text;

import org.jspecify.annotations.NullMarked;
