/** Where audio is kept: bytes by reference, written once, never changed. */
@NullMarked
package io.earmark.blob;

import org.jspecify.annotations.NullMarked;
