package io.earmark.gateway.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earmark.gateway.web.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptFormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | JSON",
                "application/json | JSON",
                "text/plain | TXT",
                "text/* | TXT",
                "text/vtt | VTT",
                "text/vtt; charset=utf-8 | VTT",
                "application/x-subrip | SRT",
                "text/html, application/xhtml+xml, */*;q=0.8 | JSON",
                "text/plain;q=0.5, text/vtt | VTT",
                "*/*;q=0.1, application/x-subrip;q=0.2 | SRT",
                "application/json;q=0, */* | TXT",
                "text/html, text/vtt;q=0.3 | VTT",
            })
    void the_accepted_type_of_the_highest_quality_is_served(String accept, TranscriptFormat expected) {
        assertThat(TranscriptFormat.wanted(null, List.of(accept))).isEqualTo(expected);
    }

    @Test
    void several_lines_of_the_header_are_one_list_and_no_line_means_json() {
        assertThat(TranscriptFormat.wanted(null, List.of("text/html", "text/vtt")))
                .isEqualTo(TranscriptFormat.VTT);
        assertThat(TranscriptFormat.wanted(null, List.of())).isEqualTo(TranscriptFormat.JSON);
    }

    @Test
    void the_query_wins_over_the_header() {
        assertThat(TranscriptFormat.wanted("SRT", List.of("application/pdf"))).isEqualTo(TranscriptFormat.SRT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/pdf", "text/html", "text/vtt;q=0", "*/*;q=0"})
    void nothing_that_we_have_is_not_acceptable(String accept) {
        assertThatThrownBy(() -> TranscriptFormat.wanted(null, List.of(accept)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.detail().getStatus()).isEqualTo(406))
                .hasMessageContaining("application/json, text/plain, text/vtt, application/x-subrip");
    }

    @Test
    void a_header_that_is_none_and_a_format_that_is_none_are_bad_requests() {
        assertThatThrownBy(() -> TranscriptFormat.wanted(null, List.of("nonsense")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("Accept");
        assertThatThrownBy(() -> TranscriptFormat.wanted("docx", List.of()))
                .isInstanceOf(Problem.class)
                .hasMessage("format must be json, txt, vtt or srt, not 'docx'.");
    }
}
