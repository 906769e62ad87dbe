/** A database server and a message broker that need no installation. */
@NullMarked
package io.earmark.standalone.embedded;

import org.jspecify.annotations.NullMarked;
