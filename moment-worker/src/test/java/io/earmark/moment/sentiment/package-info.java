@NullMarked
package io.earmark.moment.sentiment;

import org.jspecify.annotations.NullMarked;
