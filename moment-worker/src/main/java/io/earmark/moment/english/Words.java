package io.earmark.moment.english;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tartarus.snowball.ext.EnglishStemmer;

/** A text as words: lower case, without punctuation, apostrophes straight. */
public final class Words {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['-][\\p{L}\\p{N}]+)*");

    private Words() {}

    /** @return the words in order; none if there is no letter and no digit */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT).replace('\u2019', '\''));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /**
     * Takes inflections off by the English Snowball stemmer (M. F. Porter, "Snowball: A language for stemming algorithms",
     * 2001): forms of one word come out alike, and need not be words themselves.
     */
    public static List<String> stems(List<String> words) {
        // A stemmer holds the word that it works on: it is nobody else's.
        EnglishStemmer stemmer = new EnglishStemmer();
        List<String> stems = new ArrayList<>();
        for (String word : words) {
            stemmer.setCurrent(word);
            stemmer.stem();
            stems.add(stemmer.getCurrent());
        }
        return stems;
    }
}
