@NullMarked
package io.earmark.stt.voice;

import org.jspecify.annotations.NullMarked;
