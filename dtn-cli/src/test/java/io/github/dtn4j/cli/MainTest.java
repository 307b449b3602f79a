package io.github.dtn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();

    @Test
    void versionIsThatOfTheBuild() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .startsWith("dtn4j " + Version.CURRENT)
                .contains("Java " + System.getProperty("java.version"));
        assertThat(Version.CURRENT).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void completionIsABashScriptOfAllVerbs() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString())
                .startsWith("#!/usr/bin/env bash")
                .contains("complete -F _complete_dtn")
                .contains("--debug");
    }

    @TestFactory
    Stream<DynamicTest> everyVerbTeachesWithAnExample() {
        return new CommandLine(new Main())
                .getSubcommands().keySet().stream()
                        .filter(verb -> !verb.equals("help"))
                        .map(verb -> DynamicTest.dynamicTest(verb, () -> {
                            assertThat(run(verb, "--help")).isZero();
                            assertThat(out.toString()).contains("Example", "dtn " + verb);
                        }));
    }

    private int run(String... args) {
        CommandLine command = new CommandLine(new Main()).setOut(new PrintWriter(out, true));
        return CommandFrame.run(command, args);
    }
}
