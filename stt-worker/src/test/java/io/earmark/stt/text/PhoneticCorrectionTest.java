package io.earmark.stt.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.CallMetadata;
import io.earmark.call.Token;
import io.earmark.call.Transcript;
import io.earmark.call.Utterance;
import io.earmark.call.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneticCorrectionTest {

    private final Vocabulary vocabulary = Vocabulary.of(List.of(
            "HubSpot", "Salesforce", "Zendesk", "Gong", "Pipedrive", "Shopify", "Marketo", "AT&T", "Jordan Lee"));

    /** What the general model made of these names, spoken by MaryTTS. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "moving from had spot to you | moving from hubspot to you",
                "our team has used sales force for years | our team has used salesforce for years",
                "the tickets are in san disk | the tickets are in zendesk",
                "nobody here understands market though | nobody here understands marketo though",
                "pica drive was not able | pipedrive was not able",
                "their store is made with shop five | their store is made with shopify",
                "ask jordan lea about it | ask jordan lee about it",
            })
    void an_unsure_word_that_sounds_like_a_term_becomes_it(String heard, String corrected) {
        assertThat(text(correct(heard, 0.6))).isEqualTo(corrected);
    }

    @ParameterizedTest
    @CsvSource({
        "please put it on the table near the window",
        "marketing sends the letters out",
        "we are gone for the day",
        "the drive to the office takes an hour",
        "he came from the north and the wind was cold",
        "what is the top of the list for your team",
        "at and to"
    })
    void ordinary_talk_stays_even_if_the_recogniser_was_unsure(String heard) {
        assertThat(text(correct(heard, 0.6))).isEqualTo(heard);
    }

    @Test
    void what_the_recogniser_was_sure_of_stays_unless_it_is_the_term_in_two_words() {
        assertThat(text(correct("they use san disk with it", 1))).isEqualTo("they use san disk with it");
        assertThat(text(correct("they use hub spot with it", 1))).isEqualTo("they use hubspot with it");
    }

    @Test
    void the_word_keeps_what_was_heard_and_its_time() {
        List<Word> words = correct("from had spot to", 0.6);
        assertThat(words).hasSize(3);
        assertThat(words.get(1)).isEqualTo(new Word("hubspot", 1, 3, 0.6, "had spot"));
        List<Word> two = correct("jordan lea", 0.6);
        assertThat(two).extracting(Word::text).containsExactly("jordan", "lee");
        assertThat(two.get(0).end()).isEqualTo(two.get(1).start());
        assertThat(two.get(1).end()).isEqualTo(2);
    }

    @Test
    void the_transcript_has_the_term_as_it_is_written_and_the_agents_name_with_its_capital() {
        Utterance said =
                new Utterance(0, "S1", 0, 0, 4, "brunhilde has hub spot", 0.6, words("brunhilde has hub spot", 0.6));
        Transcript heard =
                new Transcript(4, "en-US", new Transcript.Engine("vosk", "general", ""), List.of(), List.of(said));
        CallMetadata metadata = new CallMetadata("Brunhilde", null, null, List.of(), Map.of(), null, Map.of());
        Utterance written = WrittenTranscript.of(heard, metadata.withTerms(List.of("HubSpot")))
                .utterances()
                .get(0);
        assertThat(written.text()).isEqualTo("brunhilde has hubspot");
        assertThat(written.display()).isEqualTo("Brunhilde has HubSpot.");
        assertThat(written.tokens()).extracting(Token::original).containsExactly(null, null, "hub spot");
    }

    @Test
    void an_acronym_is_known_by_its_letters() {
        assertThat(Vocabulary.of(List.of("G2", "AT&T", "KPMG")).written())
                .containsEntry("at and t", "AT&T")
                .containsEntry("k p m g", "KPMG")
                .containsEntry("g 2", "G2");
    }

    private List<Word> correct(String heard, double confidence) {
        return new PhoneticCorrection(vocabulary).corrected(words(heard, confidence));
    }

    /** A second each. */
    private static List<Word> words(String text, double confidence) {
        List<Word> words = new ArrayList<>();
        for (String word : text.strip().split(" ")) {
            words.add(new Word(word, words.size(), words.size() + 1, confidence));
        }
        return words;
    }

    private static String text(List<Word> words) {
        return String.join(" ", words.stream().map(Word::text).toList());
    }
}
