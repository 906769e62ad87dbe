package io.earmark.moment.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.call.Moment;
import io.earmark.call.Transcript;
import io.earmark.moment.Talk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The types that words make, found by their phrases; how they are found by meaning is the likenesses' test. */
class CoachTest {

    private static final Coach COACH = coach();

    private static Coach coach() {
        try {
            return new Coach(Playbook.bundled(), 60);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Moment> moments(Transcript transcript) {
        return COACH.moments(transcript, List.of(), List.of());
    }

    private static List<String> types(String speaker, String text) {
        Talk talk = Talk.ofTwo();
        return moments((speaker.equals("agent") ? talk.agent(text) : talk.customer(text)).transcript()).stream()
                .map(Moment::type)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "price_objection | customer | honestly it is too expensive for a team of our size",
                "price_objection | customer | we don't have the budget for that this year",
                "price_objection | customer | can we get a better price",
                "price_objection | customer | the price is a bit high",
                "price_objection | customer | i am afraid we can't afford it",
                "competitor_mention | customer | right now we use salesforce",
                "competitor_mention | customer | we do not use hubspot any more",
                "competitor_mention | agent | how do you like gong",
                "competitor_mention | customer | one of your competitors called us too",
                "discount_offered | agent | if you sign today i can give you a ten percent discount",
                "discount_offered | agent | i could take twenty percent off",
                "discount_offered | agent | we would waive the setup fee",
                "discount_offered | agent | let me knock a thousand off",
                "next_step | agent | i'll send you the proposal this afternoon",
                "next_step | customer | can you call me back on tuesday",
                "next_step | agent | let's schedule another call for thursday",
                "next_step | customer | wednesday at ten works for me",
                "buying_signal | customer | okay let's do it",
                "buying_signal | customer | that sounds good where do i sign",
                "buying_signal | customer | we are ready to move forward",
                "buying_signal | customer | when can we start",
                "hesitation | customer | i am not sure about that",
                "hesitation | customer | we need to think about it",
                "hesitation | customer | i only have five minutes",
                "hesitation | customer | maybe later this year",
                "hesitation | customer | i have to talk to my boss"
            })
    void what_is_said_makes_the_moment(String type, String speaker, String text) {
        assertThat(types(speaker, text)).contains(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "price_objection | agent | is it too expensive for you",
                "price_objection | customer | it is not too expensive",
                "price_objection | customer | i do not think that it is too expensive",
                "price_objection | customer | what is the price",
                "price_objection | customer | our budget is around twenty thousand dollars",
                "competitor_mention | customer | we sell to hospitals",
                "competitor_mention | customer | we keep everything in a spreadsheet",
                "discount_offered | customer | do we get a discount",
                "discount_offered | agent | we cannot give you a discount",
                "discount_offered | agent | we never lower the price",
                "next_step | agent | i sent you the proposal last week",
                "next_step | customer | that does not work for me",
                "next_step | agent | we call that a scorecard",
                "buying_signal | agent | that sounds good",
                "buying_signal | customer | that does not sound good",
                "buying_signal | customer | we are not ready to buy",
                "hesitation | agent | maybe i can show you something",
                "hesitation | customer | yes sure",
                "hesitation | customer | we have a lot of time for that"
            })
    void what_only_looks_like_it_does_not(String type, String speaker, String text) {
        assertThat(types(speaker, text)).doesNotContain(type);
    }

    @Test
    void a_moment_says_which_words_made_it_and_more_words_make_it_surer() {
        Moment one = moments(Talk.ofTwo().customer("it is too expensive").transcript())
                .get(0);
        Moment two =
                moments(Talk.ofTwo()
                                .customer("it is too expensive hubspot gave us a lower price")
                                .transcript())
                        .stream()
                        .filter(moment -> moment.type().equals("price_objection"))
                        .findFirst()
                        .orElseThrow();
        assertThat(one.why()).isEqualTo("The customer objects to the price (matched “too expensive”)");
        assertThat(two.why()).isEqualTo("The customer objects to the price (matched “too expensive”, “lower price”)");
        assertThat(two.score()).isGreaterThan(one.score());
    }

    @Test
    void moments_are_numbered_in_order_of_time() {
        List<Moment> moments = moments(Talk.ofTwo()
                .customer("we use gong")
                .agent("i can give you a discount of ten percent")
                .customer("sounds good")
                .transcript());
        assertThat(moments).extracting(Moment::id).containsExactly("m1", "m2", "m3");
        assertThat(moments).extracting(Moment::start).isSorted();
        assertThat(moments.get(1)).satisfies(moment -> {
            assertThat(moment.utterances()).containsExactly(1);
            assertThat(moment.quote()).isEqualTo("i can give you a discount of ten percent");
            assertThat(moment.speaker()).isEqualTo("S1");
        });
    }

    @Test
    void of_an_unknown_speaker_words_count_and_the_moment_says_that_it_guesses() {
        List<Moment> moments =
                moments(Talk.ofOne().agent("it is too expensive for us").transcript());
        assertThat(moments).singleElement().satisfies(moment -> {
            assertThat(moment.type()).isEqualTo("price_objection");
            assertThat(moment.why()).endsWith("; who spoke is not known");
        });
        assertThat(moments(Talk.ofOne().agent("we use gong").transcript()))
                .singleElement()
                .satisfies(moment -> assertThat(moment.why()).doesNotContain("who spoke"));
    }

    @Test
    void words_count_more_than_likeness() {
        Transcript call = Talk.ofTwo().customer("it is too expensive").transcript();
        List<Likeness> alike = List.of(new Likeness(0, "price_objection", "it costs too much", 0.9));
        assertThat(COACH.moments(call, List.of(), alike))
                .singleElement()
                .satisfies(moment -> assertThat(moment.why()).contains("matched “too expensive”"));
    }

    @Test
    void an_empty_call_has_no_moments() {
        assertThat(moments(Talk.ofTwo().transcript())).isEmpty();
    }
}
