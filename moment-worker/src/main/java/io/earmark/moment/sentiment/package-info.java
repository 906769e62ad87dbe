/** How an utterance sounds by its words. */
@NullMarked
package io.earmark.moment.sentiment;

import org.jspecify.annotations.NullMarked;
