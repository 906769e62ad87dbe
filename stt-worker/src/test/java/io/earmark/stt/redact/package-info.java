@NullMarked
package io.earmark.stt.redact;

import org.jspecify.annotations.NullMarked;
