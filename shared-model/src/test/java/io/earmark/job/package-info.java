@NullMarked
package io.earmark.job;

import org.jspecify.annotations.NullMarked;
