package io.github.dtn4j.serve.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class QueryTest {
    @Test
    void parametersAreUtf8AndTheFirstOfANameCounts() {
        assertThat(Query.parse("a=%C3%BC+1&b&a=2&&c=x=y"))
                .containsEntry("a", "ü 1")
                .containsEntry("b", "")
                .containsEntry("c", "x=y")
                .hasSize(3);
        assertThat(Query.parse(null)).isEmpty();
    }

    @Test
    void aPercentSignAloneIsAMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> Query.parse("a=%z"));
    }
}
