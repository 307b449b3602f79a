package io.github.dtn4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** What a call of the command printed and how it ended. */
record Outcome(int code, String out, String err) {
    /** Calls {@code dtn} with these arguments in this process. */
    static Outcome of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                new CommandLine(new Main()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = Arrays.stream(args).map(String::valueOf).toArray(String[]::new);
        return new Outcome(CommandFrame.run(command, words), out.toString(), err.toString());
    }
}
