/** What runs inside the processes under test: failpoints around the engine's beans, and the deliberately broken engines. */
@NullMarked
package io.earmark.faults.inside;

import org.jspecify.annotations.NullMarked;
