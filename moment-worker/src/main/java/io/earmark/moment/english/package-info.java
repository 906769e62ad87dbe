/** What Earmark knows of English as it is spoken: words, stems, clauses, negation. */
@NullMarked
package io.earmark.moment.english;

import org.jspecify.annotations.NullMarked;
