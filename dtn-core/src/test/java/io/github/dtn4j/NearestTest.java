package io.github.dtn4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> VERBS = List.of("train", "transfer", "evaluate", "tv");

    @Test
    void findsTheWordWithTheFewestEdits() {
        assertThat(Nearest.to("trian", VERBS)).contains("train");
        assertThat(Nearest.to("transfr", VERBS)).contains("transfer");
    }

    @Test
    void findsNothingInAnotherWord() {
        assertThat(Nearest.to("serve", VERBS)).isEmpty();
        assertThat(Nearest.to("train", List.of())).isEmpty();
    }

    @Test
    void aShortWordIsNotReachedByReplacingAllOfIt() {
        assertThat(Nearest.to("xy", VERBS)).isEmpty();
    }
}
