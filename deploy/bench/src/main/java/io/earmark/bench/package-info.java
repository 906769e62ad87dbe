/** How fast the job engine is, beside others on the same servers in the same run. */
@NullMarked
package io.earmark.bench;

import org.jspecify.annotations.NullMarked;
