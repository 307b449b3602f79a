package io.github.dtn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                      | PNG
            image/png                                | PNG
            image/*                                  | PNG
            application/json                         | JSON
            application/*                            | JSON
            Application/JSON; charset=utf-8          | JSON
            image/png;q=0.5, application/json        | JSON
            application/json;q=0.5, */*;q=0.1        | JSON
            image/webp, */*;q=0.8                    | PNG
            image/png;q=0, */*                       | JSON
            """)
    void theFormThatTheClientPrefersIsTaken(String header, Accept form) {
        assertThat(Accept.of(header)).isEqualTo(form);
    }

    @Test
    void withoutAHeaderItIsAPng() {
        assertThat(Accept.of(null)).isEqualTo(Accept.PNG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/webp", "image/png;q=0", ";;;,,,"})
    void otherFormsThereAreNot(String header) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Accept.of(header))
                .satisfies(refusal -> assertThat(refusal.problem()).isEqualTo(Problem.NOT_ACCEPTABLE));
    }
}
