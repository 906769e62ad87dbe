/** What counts as a moment: phrases from a playbook, and patterns of the talk itself. */
@NullMarked
package io.earmark.moment.playbook;

import org.jspecify.annotations.NullMarked;
