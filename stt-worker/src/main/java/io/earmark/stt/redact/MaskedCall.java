package io.earmark.stt.redact;

import io.earmark.call.Redacted.Mask;
import io.earmark.call.Sensitive;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A call's utterances without what must not be read in them: each such stretch is one word by then, such as {@code [card]}.
 * Looked at is each channel as a whole, since who reads a number pauses, and is interrupted.
 *
 * @param masks in order of start
 */
public record MaskedCall(List<Utterance> utterances, List<Mask> masks) {

    /** Whether the word stands for something that was masked. */
    public static boolean isMask(Word word) {
        return word.text().startsWith("[") && word.text().endsWith("]");
    }

    /** @param kinds to be masked; none, and all stays */
    public static MaskedCall of(List<Utterance> utterances, Set<Sensitive> kinds) {
        if (kinds.isEmpty()) {
            return new MaskedCall(utterances, List.of());
        }
        Map<Integer, List<Word>> channels = new TreeMap<>();
        utterances.forEach(said -> channels.computeIfAbsent(said.channel(), none -> new ArrayList<>())
                .addAll(said.words()));
        Announcements announced = new Announcements();
        channels.values().forEach(words -> announced.hear(words, Finder.texts(words)));
        Finder finder = new Finder(kinds, announced);
        Map<Integer, List<Stretch>> found = new HashMap<>();
        channels.forEach((channel, words) -> found.put(channel, finder.in(words)));
        return new MaskedCall(masked(utterances, found), masks(channels, found));
    }

    private static List<Mask> masks(Map<Integer, List<Word>> channels, Map<Integer, List<Stretch>> found) {
        List<Mask> masks = new ArrayList<>();
        channels.forEach((channel, words) -> {
            for (Stretch one : found.getOrDefault(channel, List.of())) {
                double start = words.get(one.from()).start();
                masks.add(new Mask(
                        one.kind(), channel, start, words.get(one.to() - 1).end()));
            }
        });
        masks.sort(Comparator.comparingDouble(Mask::start));
        return List.copyOf(masks);
    }

    private static List<Utterance> masked(List<Utterance> utterances, Map<Integer, List<Stretch>> found) {
        Map<Integer, Integer> heard = new HashMap<>();
        List<Utterance> masked = new ArrayList<>(utterances.size());
        for (Utterance said : utterances) {
            int first = heard.merge(said.channel(), said.words().size(), Integer::sum)
                    - said.words().size();
            masked.add(masked(said, first, found.getOrDefault(said.channel(), List.of())));
        }
        return masked;
    }

    /** @param first the place of its first word in the channel */
    private static Utterance masked(Utterance said, int first, List<Stretch> found) {
        List<Word> words = new ArrayList<>();
        int at = 0;
        for (Stretch one : found) {
            int from = Math.max(at, one.from() - first);
            int to = Math.min(said.words().size(), one.to() - first);
            if (from < to) {
                words.addAll(said.words().subList(at, from));
                words.add(mask(one.kind(), said.words().subList(from, to)));
                at = to;
            }
        }
        if (words.isEmpty()) {
            return said;
        }
        words.addAll(said.words().subList(at, said.words().size()));
        return new Utterance(
                said.index(),
                said.speaker(),
                said.channel(),
                said.start(),
                said.end(),
                words.stream().map(Word::text).collect(Collectors.joining(" ")),
                said.confidence(),
                List.copyOf(words));
    }

    private static Word mask(Sensitive kind, List<Word> words) {
        double confidence =
                words.stream().mapToDouble(Word::confidence).average().orElse(0);
        return new Word(
                "[" + kind.label() + "]",
                words.get(0).start(),
                words.get(words.size() - 1).end(),
                confidence);
    }
}
