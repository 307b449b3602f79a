package io.github.dtn4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dtn4j.DtnException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    @ParameterizedTest
    @CsvSource({"90s, 90", "20m, 1200", "2h, 7200", "1h30m, 5400", "2H, 7200", "' 1h1m1s ', 3661"})
    void timeIsReadAsItIsWritten(String text, long seconds) {
        assertThat(Budget.parse(text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "m", "0s", "-5m", "1.5h", "5m1h", "soon"})
    void anythingElseIsRefused(String text) {
        assertThatExceptionOfType(DtnException.class)
                .isThrownBy(() -> Budget.parse(text))
                .withMessageContaining("20m")
                .matches(e -> e.kind() == DtnException.Kind.USAGE);
    }

    @Test
    void timeIsSaidAsPeopleSayIt() {
        assertThat(Budget.words(40.2)).isEqualTo("40 s");
        assertThat(Budget.words(1200)).isEqualTo("20 min");
        assertThat(Budget.words(7200)).isEqualTo("2 h");
        assertThat(Budget.words(5400)).isEqualTo("1 h 30 min");
    }
}
