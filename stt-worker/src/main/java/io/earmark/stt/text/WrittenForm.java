package io.earmark.stt.text;

import java.util.Optional;

/** One kind of thing that is written otherwise than it is spoken, such as money. */
interface WrittenForm {

    /** @param from index of the first word, which must be part of it */
    Optional<Written> at(Speech speech, int from);
}
