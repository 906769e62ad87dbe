@NullMarked
package io.earmark.moment.similarity;

import org.jspecify.annotations.NullMarked;
