/** Sentences as vectors, so that those that mean alike lie close together. */
@NullMarked
package io.earmark.moment.similarity;

import org.jspecify.annotations.NullMarked;
