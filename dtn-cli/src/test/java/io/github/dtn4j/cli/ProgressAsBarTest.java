package io.github.dtn4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressAsBarTest {
    @Test
    void drawsTaskCountAndFiguresWithinTheTerminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ProgressAsBar bar = new ProgressAsBar("train", "images", new PrintStream(bytes, true, UTF_8), 100)) {
            bar.update(1, 200);
            bar.note("L_D 3.30");
            bar.update(200, 200);
        }

        assertThat(List.of(bytes.toString(UTF_8).split("[\r\n]+")))
                .allSatisfy(drawn -> assertThat(drawn.length()).isLessThan(100))
                .last()
                .asString()
                .startsWith("train 100%")
                .contains("200/200 images")
                .contains("L_D 3.30");
    }
}
