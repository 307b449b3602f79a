package io.github.dtn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThisProgramTest {
    @Test
    void optionsAreThoseOfThisProcessButForPortsFilesAndTerminal() {
        List<String> words = ThisProgram.words(
                List.of(
                        "-Xmx2g",
                        "-javaagent:exporter.jar=9404",
                        "-Dcom.sun.management.jmxremote.port=9010",
                        "-XX:StartFlightRecording=filename=train.jfr",
                        "-Ddtn.columns=80",
                        "-Ddtn.home=/here"),
                List.of("-Da=b"),
                List.of("train", "x"));

        assertThat(words.subList(1, 4)).containsExactly("-Xmx2g", "-Ddtn.home=/here", "-Da=b");
        assertThat(words.subList(words.size() - 3, words.size()))
                .containsExactly("io.github.dtn4j.cli.Main", "train", "x");
    }
}
