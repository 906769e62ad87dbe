package io.earmark.moment.playbook;

import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.moment.english.Clauses;
import io.earmark.moment.english.Negation;
import io.earmark.moment.english.Words;
import io.earmark.moment.similarity.SentenceEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what sounds like a playbook's examples though it has none of its phrases. Each sentence-like part of an utterance
 * is compared with each example; what is negated is not like what is not ("it is not too expensive"), and parts of one or
 * two words mean too little. A sentence that comes again is encoded once.
 *
 * <p>Measured on 2 cores: 1.6 ms a sentence, so that 10,000 different utterances take 16 s; the bundled examples 0.3 s, once;
 * loading the model 1.3 s, once. A process with a 512 MB heap stays below 300 MB in all. Vectors of a call are not kept.
 */
public final class Likenesses {

    private static final int SHORTEST = 3;
    private static final int AT_A_TIME = 64;

    /** Is told how far the search is, after each few sentences. */
    @FunctionalInterface
    public interface Pace {

        /**
         * @param fraction 0 to 1
         * @throws InterruptedException to end the search
         */
        void reached(double fraction) throws InterruptedException;
    }

    private record Example(String text, boolean negative, float[] vector) {}

    private record Learnt(Play play, List<Example> examples, List<Example> unlike) {}

    private final Playbook playbook;
    private final SentenceEncoder encoder;
    private @Nullable List<Learnt> learnt;

    public Likenesses(Playbook playbook, SentenceEncoder encoder) {
        this.playbook = playbook;
        this.encoder = encoder;
    }

    /**
     * @return for each utterance the nearest example of each type that it sounds like, in order of utterances
     * @throws RuntimeException     if the encoder fails
     * @throws InterruptedException if the pace says so
     */
    public List<Likeness> of(Transcript transcript, Pace pace) throws InterruptedException {
        if (learnt().isEmpty()) {
            return List.of();
        }
        Map<Integer, List<String>> parts = new LinkedHashMap<>();
        Set<String> sentences = new LinkedHashSet<>();
        for (Utterance said : transcript.utterances()) {
            List<String> own = Clauses.of(said).stream()
                    .map(Words::of)
                    .filter(words -> words.size() >= SHORTEST)
                    .map(words -> String.join(" ", words))
                    .toList();
            parts.put(said.index(), own);
            sentences.addAll(own);
        }
        Map<String, List<Likeness>> bySentence = compared(List.copyOf(sentences), pace);
        List<Likeness> found = new ArrayList<>();
        Roles roles = new Roles(transcript);
        for (Utterance said : transcript.utterances()) {
            found.addAll(nearest(said, roles, parts.getOrDefault(said.index(), List.of()), bySentence));
        }
        return found;
    }

    private Map<String, List<Likeness>> compared(List<String> sentences, Pace pace) throws InterruptedException {
        Map<String, List<Likeness>> bySentence = new LinkedHashMap<>();
        for (int from = 0; from < sentences.size(); from += AT_A_TIME) {
            pace.reached((double) from / sentences.size());
            List<String> some = sentences.subList(from, Math.min(sentences.size(), from + AT_A_TIME));
            List<float[]> vectors = encoder.encode(some);
            for (int i = 0; i < some.size(); i++) {
                List<Likeness> alike = alike(some.get(i), vectors.get(i));
                if (!alike.isEmpty()) {
                    bySentence.put(some.get(i), alike);
                }
            }
        }
        return bySentence;
    }

    /** What is nearer to something that the play says it is unlike does not count. */
    private List<Likeness> alike(String sentence, float[] vector) {
        boolean negative = Negation.in(Words.of(sentence));
        List<Likeness> alike = new ArrayList<>();
        for (Learnt learnt : learnt()) {
            Play play = learnt.play();
            Likeness best = closest(play, learnt.examples(), negative, vector);
            Likeness other = closest(play, learnt.unlike(), negative, vector);
            if (best.similarity() >= play.similarity() && best.similarity() > other.similarity()) {
                alike.add(best);
            }
        }
        return alike;
    }

    /** The closest one of the same polarity; further off than all if there is none. */
    private static Likeness closest(Play play, List<Example> examples, boolean negative, float[] vector) {
        return examples.stream()
                .filter(example -> example.negative() == negative)
                .map(example -> new Likeness(
                        -1, play.type(), example.text(), SentenceEncoder.similarity(vector, example.vector())))
                .max(Comparator.comparingDouble(Likeness::similarity))
                .orElse(new Likeness(-1, play.type(), "", -1));
    }

    /** Of what the speaker may say, that which each part comes nearest to; of several parts the nearest of each type. */
    private Collection<Likeness> nearest(
            Utterance said, Roles roles, List<String> parts, Map<String, List<Likeness>> bySentence) {
        Map<String, Likeness> byType = new LinkedHashMap<>();
        for (String part : parts) {
            bySentence.getOrDefault(part, List.of()).stream()
                    .filter(one -> roles.may(said, Objects.requireNonNull(playbook.play(one.type()))))
                    .max(Comparator.comparingDouble(Likeness::similarity))
                    .map(one -> new Likeness(said.index(), one.type(), one.example(), one.similarity()))
                    .ifPresent(
                            one -> byType.merge(one.type(), one, (a, b) -> a.similarity() >= b.similarity() ? a : b));
        }
        return byType.values();
    }

    /** Encoded once, when first needed. */
    private synchronized List<Learnt> learnt() {
        if (learnt == null) {
            learnt = playbook.plays().stream()
                    .filter(play -> !play.examples().isEmpty())
                    .map(this::learn)
                    .toList();
        }
        return learnt;
    }

    private Learnt learn(Play play) {
        return new Learnt(play, encoded(play.examples()), encoded(play.unlike()));
    }

    private List<Example> encoded(List<String> texts) {
        List<float[]> vectors = texts.isEmpty() ? List.of() : encoder.encode(texts);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            String text = texts.get(i);
            examples.add(new Example(text, Negation.in(Words.of(text)), vectors.get(i)));
        }
        return examples;
    }
}
