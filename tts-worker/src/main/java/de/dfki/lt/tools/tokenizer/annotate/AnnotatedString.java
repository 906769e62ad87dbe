package de.dfki.lt.tools.tokenizer.annotate;

/** The part of JTok's type that MaryTTS 5.2.1 links against; JTok itself is not on Maven Central. */
public interface AnnotatedString {

    char setIndex(int index);

    int getRunStart(String key);

    int getRunLimit(String key);

    Object getAnnotation(String key);

    String substring(int start, int end);
}
