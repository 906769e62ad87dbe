@NullMarked
package io.earmark.gateway.batch;

import org.jspecify.annotations.NullMarked;
