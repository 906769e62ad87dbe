package io.earmark.moment.sentiment;

import io.earmark.call.Sentiment;

/** Tells how words sound. */
public interface SentimentAnalyzer {

    /** @param text one utterance; nothing known in it is neutral, 0 */
    Sentiment analyze(String text);
}
