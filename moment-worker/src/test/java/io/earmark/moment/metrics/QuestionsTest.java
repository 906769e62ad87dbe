package io.earmark.moment.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.earmark.moment.SampleCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "do you have a few minutes",
                "what is your budget for this year",
                "how do you handle feedback today",
                "would you like to see a demo",
                "maybe can you call me back on tuesday at three thirty",
                "how much does it cost",
                "and how many seats would you need",
                "okay so when can we start",
                "which plan are you on",
                "who else is involved",
                "why",
                "what about the price",
                "is there an app for it",
                "isn't it a bit late",
                "that is too late isn't it",
                "does the report work on phones",
                "i was wondering can you send me the contract",
                "that sounds nice how much is it",
                "Could we talk on Friday",
                "you mean the big one?",
                "have you talked to hubspot",
                "where do i sign"
            })
    void questions_are_told(String text) {
        assertThat(Questions.isQuestion(text)).as(text).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "okay",
                "okay goodbye",
                "when we started it was cheaper",
                "what we need is a report",
                "how we do it is simple",
                "which is fine with us",
                "have a nice day",
                "do the math",
                "do it on monday",
                "what a great idea",
                "i will send you an invitation",
                "we can do that",
                "you are right",
                "it is what it is",
                "i know what you mean",
                "i think that you are right",
                "that sounds good please send me the contract",
                "our budget is around twenty thousand dollars",
                "will send it today",
                "who knows",
                "we did not have the time"
            })
    void statements_are_not(String text) {
        assertThat(Questions.isQuestion(text)).as(text).isFalse();
    }

    @Test
    void the_sample_calls_questions_are_found() throws Exception {
        assertThat(SampleCall.of(SampleCall.PRICE).utterances().stream().filter(Questions::asks))
                .extracting(said -> said.index())
                .containsExactly(0, 4);
        assertThat(SampleCall.of(SampleCall.SCHEDULE).utterances().stream().filter(Questions::asks))
                .extracting(said -> said.text())
                .anyMatch(text -> text.contains("how do you handle feedback"))
                .anyMatch(text -> text.contains("would you like to see a demo"))
                .anyMatch(text -> text.contains("can you call me back"))
                .noneMatch(text -> text.contains("invitation"));
    }
}
