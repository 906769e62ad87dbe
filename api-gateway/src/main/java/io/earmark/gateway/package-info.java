/** The intake API: takes calls in, announces jobs, answers polls. */
@NullMarked
package io.earmark.gateway;

import org.jspecify.annotations.NullMarked;
