/** What is to be forgotten, what must not be, and for how long things are kept. */
@NullMarked
package io.earmark.gateway.erasure;

import org.jspecify.annotations.NullMarked;
