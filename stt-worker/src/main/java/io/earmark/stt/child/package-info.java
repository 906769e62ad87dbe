/** Vosk in a JVM of its own: native code may take a process down, and this one can be spared. */
@NullMarked
package io.earmark.stt.child;

import org.jspecify.annotations.NullMarked;
