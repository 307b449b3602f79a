package io.github.dtn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dtn4j.DtnException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every outcome has its exit code, and every error is one line. */
class CommandFrameTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** A verb that ends as the test wants. */
    @Command(name = "work")
    private static final class Work implements Runnable {
        @Option(names = "--seed")
        private int seed;

        private final Runnable body;

        Work(Runnable body) {
            this.body = body;
        }

        @Override
        public void run() {
            body.run();
        }
    }

    @Test
    void workThatEndsIsZero() {
        assertThat(run(() -> {}, "work", "--seed", "7")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aUsersMistakeIsOneLineAndTwo() {
        Runnable body = () -> {
            throw DtnException.usage("no such file: a.mat; see 'dtn prepare --help'");
        };

        assertThat(run(body, "work")).isEqualTo(2);
        assertThat(err.toString()).isEqualToNormalizingNewlines("dtn: no such file: a.mat; see 'dtn prepare --help'\n");
    }

    @Test
    void aBadFileIsOneLineAndOne() {
        Runnable body = () -> {
            throw DtnException.failure("a.mat ends after 12 of 90 bytes: fetch it again", new IllegalStateException());
        };

        assertThat(run(body, "work")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("dtn: a.mat ends after 12 of 90 bytes: fetch it again\n");
    }

    @Test
    void aFaultOfTheProgramIsOneLineThatNamesDebug() {
        Runnable body = () -> {
            throw new IllegalStateException("expected 4 dimensions\nException raised from conv2d at Convolution.cpp");
        };

        assertThat(run(body, "work")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("dtn: unexpected IllegalStateException: expected 4 dimensions; "
                        + "run again with --debug for the stack trace\n");
    }

    @Test
    void debugAddsTheStackTraceWhereverItStands() {
        Runnable body = () -> {
            throw DtnException.failure("disk full");
        };

        assertThat(run(body, "work", "--debug")).isEqualTo(1);
        assertThat(err.toString()).startsWith("dtn: disk full").contains("at " + CommandFrameTest.class.getName());
    }

    @Test
    void noMemoryLeftNamesTheSetting() {
        Runnable body = () -> {
            throw new OutOfMemoryError("Java heap space");
        };

        assertThat(run(body, "work")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("dtn: out of memory")
                .contains("DTN_HEAP")
                .hasLineCount(1);
    }

    @Test
    void anErrorWithoutAMessageIsStillALine() {
        Runnable body = () -> {
            throw new UnsatisfiedLinkError();
        };

        assertThat(run(body, "work")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("dtn: unexpected UnsatisfiedLinkError: no message")
                .hasLineCount(1);
    }

    @Test
    void anUnknownOptionSuggestsTheNearest() {
        assertThat(run(() -> {}, "work", "--sed", "7")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "dtn: unknown option '--sed'; did you mean '--seed'? (see 'dtn work --help')\n");
    }

    @Test
    void anUnknownVerbSuggestsTheNearest() {
        assertThat(run(() -> {}, "wrok")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("dtn: unknown verb 'wrok'; did you mean 'work'? (see 'dtn --help')\n");
    }

    @Test
    void aValueOfTheWrongKindIsOneLine() {
        assertThat(run(() -> {}, "work", "--seed", "many")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("dtn: ")
                .contains("--seed")
                .contains("'many' is not a whole number")
                .hasLineCount(1);
    }

    @Test
    void noVerbShowsTheVerbs() {
        assertThat(run(() -> {})).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: dtn").contains("completion");
    }

    private int run(Runnable body, String... args) {
        CommandLine command = new CommandLine(new Main())
                .addSubcommand(new Work(body))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return CommandFrame.run(command, args);
    }
}
