package io.earmark.stt.text;

import io.earmark.call.Word;
import java.util.List;
import java.util.Set;

/** The words that ordinary talk is made of: where all are of them, they are no name misheard. */
final class CommonWords {

    private static final Set<String> WORDS = Set.copyOf(List.of(
            ("the a an and or but if so of to in on at by for with from about into over after before as than then that this"
                            + " these those there here it its it's is are was were be been being am do does did done have has"
                            + " had having can could will would shall should may might must not no yes yeah okay ok i i'm i'll"
                            + " i'd i've you you're your we we're we'll our us they they're their them he she his her him my me"
                            + " who what when where why how which all any some more most many much other one two three four"
                            + " five six seven eight nine ten first last next new good great well very really just only also"
                            + " up out down back now today tomorrow week month year time day go going get got give take make"
                            + " know think see say said want need like look come tell ask work call send sign use let's let"
                            + " thanks thank please right sure price cost")
                    .split(" ")));

    /** A name seldom begins or ends in what was heard as one of these; a neighbour often is one. */
    private static final Set<String> LINKS =
            Set.of("the", "a", "an", "and", "of", "to", "in", "is", "it", "was", "that");

    private CommonWords() {}

    static boolean allAre(List<Word> heard) {
        return heard.stream().allMatch(word -> WORDS.contains(word.text()));
    }

    static boolean atAnEnd(List<Word> heard) {
        return LINKS.contains(heard.get(0).text())
                || LINKS.contains(heard.get(heard.size() - 1).text());
    }
}
