@NullMarked
package io.earmark.standalone.embedded;

import org.jspecify.annotations.NullMarked;
