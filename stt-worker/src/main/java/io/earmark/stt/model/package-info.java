/** Which model recognises, and where it lies. */
@NullMarked
package io.earmark.stt.model;

import org.jspecify.annotations.NullMarked;
