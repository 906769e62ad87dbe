package io.earmark.stt.text;

import io.earmark.call.Token;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a transcript's words as people do: numbers, money, dates, times and addresses in figures, names with their
 * capitals, sentences with their marks. The words stay; every token tells which of them it stands for, and none is lost.
 * American English. One thread at a time, as ICU's formats.
 */
public final class DisplayText {

    static final Set<String> FILLERS = Set.of("um", "uh", "er", "erm", "hmm", "mm", "ah", "uhm");

    private static final KnownForms KNOWN = KnownForms.read();

    private final List<WrittenForm> forms;
    private final Map<String, Boolean> open = new HashMap<>();

    /** @param vocabulary written terms by their spoken words, in lower case with single spaces */
    public DisplayText(Map<String, String> vocabulary) {
        SpokenNumbers numbers = new SpokenNumbers();
        WrittenForm phrases = new NameForm(KNOWN.phrases());
        forms = List.of(
                new NameForm(vocabulary),
                new AddressForm(),
                phrases,
                new DigitsForm(numbers),
                new DateForm(numbers),
                new TimeForm(numbers),
                new OrdinalForm(numbers),
                new NumberForm(numbers),
                new LettersForm(KNOWN.acronyms(), phrases),
                new NameForm(KNOWN.words()));
    }

    /** The utterances of one call in order, each with its tokens. */
    public List<Utterance> written(List<Utterance> utterances) {
        List<Utterance> written = new ArrayList<>(utterances.size());
        for (Utterance said : utterances) {
            boolean goesOn = open.getOrDefault(said.speaker(), false);
            List<String> words = said.words().stream()
                    .map(word -> word.text().toLowerCase(Locale.ROOT))
                    .toList();
            Sentences sentences = new Sentences(pieces(said.words(), new Speech(words)), words);
            List<Token> tokens =
                    sentences.punctuated(goesOn).stream().map(Piece::token).toList();
            open.put(said.speaker(), sentences.open());
            written.add(new Utterance(
                    said.index(),
                    said.speaker(),
                    said.channel(),
                    said.start(),
                    said.end(),
                    said.text(),
                    said.confidence(),
                    said.words(),
                    tokens));
        }
        return written;
    }

    private List<Piece> pieces(List<Word> words, Speech speech) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            int from = at;
            Optional<Written> found = forms.stream()
                    .flatMap(form -> form.at(speech, from).stream())
                    .findFirst();
            int to = from + found.map(Written::words).orElse(1);
            String text = found.map(Written::text).orElse(words.get(from).text());
            pieces.add(new Piece(
                    text,
                    from,
                    to,
                    words.get(from).start(),
                    words.get(to - 1).end(),
                    found.isEmpty(),
                    FILLERS.contains(speech.at(from)),
                    original(words.subList(from, to))));
            at = to;
        }
        return pieces;
    }

    private static @Nullable String original(List<Word> words) {
        Set<String> originals = words.stream()
                .map(Word::original)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return originals.isEmpty() ? null : String.join(" ", originals);
    }
}
