@NullMarked
package io.earmark.tts;

import org.jspecify.annotations.NullMarked;
