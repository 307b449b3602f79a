package io.github.dtn4j.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * How a child ended.
 *
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Ended(int code, String out, String err) {
    /** Expects that all went well. */
    Ended done() {
        assertThat(code).as("exit code; on standard error:\n%s", err).isZero();
        return this;
    }

    /** The lines with which the command says why it ended. */
    List<String> faults() {
        return err.lines().filter(line -> line.startsWith("dtn: ")).toList();
    }

    /**
     * Expects that the command gave up as it should: with one line, the last, which is about the machine or the call and not about
     * the program.
     */
    Ended failed(int expected, String... parts) {
        assertThat(code).as("exit code; on standard error:\n%s", err).isEqualTo(expected);
        assertThat(faults()).as("lines that say why, in:\n%s", err).hasSize(1);
        assertThat(err.lines().reduce("", (before, line) -> line)).isEqualTo(faults().get(0));
        assertThat(faults().get(0)).doesNotContain("unexpected", "Exception").contains(parts);
        return this;
    }
}
