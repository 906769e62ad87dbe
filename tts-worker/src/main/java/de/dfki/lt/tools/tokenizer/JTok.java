package de.dfki.lt.tools.tokenizer;

import de.dfki.lt.tools.tokenizer.annotate.AnnotatedString;
import de.dfki.lt.tools.tokenizer.annotate.FastAnnotatedString;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our stand-in, under the name that MaryTTS 5.2.1 links against, for a tokenizer that Maven Central lacks. Words and
 * single punctuation marks are tokens; the first word after a full stop, question or exclamation mark opens a sentence.
 */
public final class JTok {

    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}'-]+|[^\\s\\p{L}\\p{N}'-]");

    public JTok(Properties settings) {}

    public AnnotatedString tokenize(String text, String language) {
        FastAnnotatedString tokens = new FastAnnotatedString(text);
        Matcher token = TOKEN.matcher(text);
        String border = "p";
        while (token.find()) {
            boolean word = Character.isLetterOrDigit(token.group().codePointAt(0))
                    || token.group().length() > 1;
            tokens.annotate("class", word ? "WORD" : "PUNCT", token.start(), token.end());
            if (word && !border.isEmpty()) {
                tokens.annotate("border", border, token.start(), token.end());
                border = "";
            } else if (".!?".contains(token.group())) {
                border = "tu";
            }
        }
        return tokens;
    }
}
