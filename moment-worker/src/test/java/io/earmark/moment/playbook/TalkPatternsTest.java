package io.earmark.moment.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Moment;
import io.earmark.call.Sentiment;
import io.earmark.call.Transcript;
import io.earmark.moment.Talk;
import io.earmark.moment.sentiment.LexiconSentiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The types that the talk itself makes. */
class TalkPatternsTest {

    private static final String LONG = "we record every call and show what is worth a look ".repeat(15);

    private static List<Moment> moments(Transcript transcript, String type) throws IOException {
        LexiconSentiment analyzer = LexiconSentiment.bundled();
        List<Sentiment> sentiments = new ArrayList<>();
        transcript.utterances().forEach(said -> sentiments.add(analyzer.analyze(said.text())));
        return new Coach(Playbook.bundled(), 60)
                .moments(transcript, sentiments, List.of()).stream()
                        .filter(moment -> moment.type().equals(type))
                        .toList();
    }

    private static Talk talk() {
        return Talk.ofTwo();
    }

    @Test
    void an_agent_who_talks_for_more_than_a_minute_holds_a_monologue() throws Exception {
        Transcript call = talk().at("S1", 0, 40, LONG)
                .at("S2", 40.5, 41, "okay")
                .at("S1", 41, 70, LONG)
                .at("S2", 71, 73, "that is a lot")
                .transcript();
        assertThat(moments(call, "long_monologue")).singleElement().satisfies(moment -> {
            assertThat(moment.why()).isEqualTo("One speaker held the floor for long (70 s)");
            assertThat(moment.utterances()).containsExactly(0, 2);
        });
    }

    @Test
    void a_customer_may_talk_as_long_as_they_like_and_an_agent_who_asks_in_between_is_fine() throws Exception {
        assertThat(moments(
                        talk().at("S1", 0, 2, "tell me all")
                                .at("S2", 3, 90, LONG)
                                .transcript(),
                        "long_monologue"))
                .isEmpty();
        Transcript asked = talk().at("S1", 0, 40, LONG)
                .at("S2", 40.5, 42, "so how does it work")
                .at("S1", 43, 80, LONG)
                .transcript();
        assertThat(moments(asked, "long_monologue")).isEmpty();
    }

    @Test
    void an_agent_who_cuts_in_and_goes_on_interrupts() throws Exception {
        Transcript call = talk().at("S2", 0, 6, "what we really need is something that helps our managers")
                .at("S1", 4, 8, "let me stop you right there")
                .transcript();
        assertThat(moments(call, "interruption")).singleElement().satisfies(moment -> {
            assertThat(moment.speaker()).isEqualTo("S1");
            assertThat(moment.utterances()).containsExactly(0, 1);
            assertThat(moment.why()).isEqualTo("The customer was cut off (2.0 s before they were done)");
        });
    }

    @Test
    void a_customer_who_cuts_in_an_agents_yes_and_a_quick_answer_interrupt_nobody() throws Exception {
        Transcript customer = talk().at("S1", 0, 6, "what we do for you is this")
                .at("S2", 4, 8, "sorry but i have to go now")
                .transcript();
        Transcript yes = talk().at("S2", 0, 6, "what we really need is something")
                .at("S1", 5.5, 6.3, "yes")
                .transcript();
        Transcript quick = talk().at("S2", 0, 6, "what do you think about it")
                .at("S1", 5.8, 9, "i like it a lot indeed")
                .transcript();
        for (Transcript call : List.of(customer, yes, quick)) {
            assertThat(moments(call, "interruption")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i am really unhappy with your support",
                "this was a complete waste of time",
                "the whole thing has been a nightmare"
            })
    void a_customer_who_complains_sounds_unhappy(String text) throws Exception {
        assertThat(moments(talk().customer(text).transcript(), "customer_negative"))
                .singleElement()
                .satisfies(moment -> assertThat(moment.why()).startsWith("The customer sounds unhappy (sentiment -0."));
        assertThat(moments(talk().agent(text).transcript(), "customer_negative"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maybe can you call me back on tuesday",
                "well to be honest it is too expensive for us",
                "i am not sure",
                "we had a problem with the printer",
                "our managers don't have the time to listen"
            })
    void a_customer_who_doubts_or_haggles_does_not(String text) throws Exception {
        assertThat(moments(talk().customer(text).transcript(), "customer_negative"))
                .isEmpty();
    }

    @Test
    void a_question_without_an_answer_is_left_open() throws Exception {
        Transcript ignored = talk().customer("do you have an interface to our calendar")
                .pause(15)
                .agent("so as i said we record every call")
                .transcript();
        Transcript acknowledged =
                talk().customer("how much does it cost").agent("okay").transcript();
        Transcript last =
                talk().agent("goodbye then").customer("when will you call me").transcript();
        for (Transcript call : List.of(ignored, acknowledged, last)) {
            assertThat(moments(call, "unanswered_question")).hasSize(1);
        }
    }

    @Test
    void an_answered_one_is_not_however_short_the_answer() throws Exception {
        Transcript yes = talk().customer("do you have an interface to our calendar")
                .agent("yes")
                .transcript();
        Transcript afterAll = talk().customer("how much does it cost")
                .agent("well")
                .customer("for ten people")
                .agent("nine hundred dollars")
                .transcript();
        Transcript own =
                talk().agent("how are you today").pause(20).customer("fine").transcript();
        Transcript talksOn =
                talk().at("S2", 0, 6, "How are you? We want to buy it.").transcript();
        for (Transcript call : List.of(yes, afterAll, own, talksOn)) {
            assertThat(moments(call, "unanswered_question")).isEmpty();
        }
    }

    @Test
    void a_call_that_ends_without_a_next_step_misses_one() throws Exception {
        Transcript call = talk().agent(LONG.substring(0, 250))
                .customer("thank you that was interesting goodbye")
                .transcript();
        assertThat(moments(call, "next_step_missing"))
                .singleElement()
                .satisfies(moment -> assertThat(moment.utterances()).containsExactly(1));
    }

    @Test
    void a_call_with_a_next_step_or_with_hardly_a_word_misses_none() throws Exception {
        Transcript agreed = talk().agent(LONG.substring(0, 250))
                .customer("tuesday works for me")
                .transcript();
        Transcript wrongNumber = talk().agent("good morning this is sarah")
                .customer("wrong number goodbye")
                .transcript();
        for (Transcript call : List.of(agreed, wrongNumber, talk().transcript())) {
            assertThat(moments(call, "next_step_missing")).isEmpty();
        }
    }

    @Test
    void where_nobody_knows_who_is_who_only_what_was_said_counts() throws Exception {
        Transcript mono = Talk.ofOne()
                .at("S1", 0, 90, LONG)
                .at("S1", 80, 95, "how much does it cost")
                .transcript();
        Transcript named = Talk.of("alice", "bob")
                .at("S1", 0, 90, LONG)
                .at("S2", 85, 95, "wait how much does it cost")
                .transcript(200);
        for (Transcript call : List.of(mono, named)) {
            for (String type : List.of("interruption", "unanswered_question", "long_monologue")) {
                assertThat(moments(call, type)).as(type).isEmpty();
            }
        }
    }
}
