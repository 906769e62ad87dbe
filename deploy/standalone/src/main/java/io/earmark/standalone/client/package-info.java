/** Talks to an Earmark server over HTTP and shows people what came of it. */
@NullMarked
package io.earmark.standalone.client;

import org.jspecify.annotations.NullMarked;
