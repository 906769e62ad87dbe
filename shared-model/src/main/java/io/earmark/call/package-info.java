/** What the product is about: a recorded call and what is made of it. JDK only. */
@NullMarked
package io.earmark.call;

import org.jspecify.annotations.NullMarked;
