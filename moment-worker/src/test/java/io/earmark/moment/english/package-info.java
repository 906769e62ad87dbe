@NullMarked
package io.earmark.moment.english;

import org.jspecify.annotations.NullMarked;
