/** From words as they are heard to text as people write it. */
@NullMarked
package io.earmark.stt.text;

import org.jspecify.annotations.NullMarked;
