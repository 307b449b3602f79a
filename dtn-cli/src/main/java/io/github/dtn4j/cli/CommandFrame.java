package io.github.dtn4j.cli;

import io.github.dtn4j.Nearest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs a command of the project so that every outcome has an exit code and every error is one line on standard error,
 * followed by the stack trace only where {@code --debug} asks for it.
 */
public final class CommandFrame {
    private static final String DEBUG = "--debug";
    private static final Pattern CHOICES =
            Pattern.compile("expected one of \\[([\\w, ]*)] \\(case-(?:in)?sensitive\\)");
    private static final int CALLED_WRONGLY = 2;

    private CommandFrame() {}

    /**
     * Runs the verb that the arguments name.
     *
     * @param root an object with {@link CommandLine.Command}, the verbs as its subcommands
     * @return 0 done, 1 failed, 2 called wrongly
     */
    public static int run(Object root, String... args) {
        return run(new CommandLine(root), args);
    }

    static int run(CommandLine command, String... args) {
        boolean debug = Arrays.asList(args).contains(DEBUG);
        command.getCommandSpec().addOption(debugOption());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setUsageHelpAutoWidth(true);
        command.setExpandAtFiles(false); // names of files may begin with an @
        command.setParameterExceptionHandler((mistake, called) -> reportMistake(mistake));
        command.setExecutionExceptionHandler((error, called, parsed) -> report(error, called, debug));
        if (args.length == 0) {
            command.usage(command.getErr());
            return CALLED_WRONGLY;
        }
        try {
            return command.execute(args);
        } catch (Error error) { // picocli hands these on: no memory left, a native library that does not load
            return report(error, command, debug);
        }
    }

    private static OptionSpec debugOption() {
        return OptionSpec.builder(DEBUG)
                .type(boolean.class)
                .description("Show the stack trace of an error.")
                .scopeType(ScopeType.INHERIT)
                .build();
    }

    private static int report(Throwable error, CommandLine command, boolean debug) {
        ErrorLine line = ErrorLine.of(error);
        print(command, line.text());
        if (debug) {
            error.printStackTrace(command.getErr());
            command.getErr().flush();
        }
        return line.exitCode();
    }

    private static int reportMistake(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        String help = "see '%s --help'".formatted(command.getCommandSpec().qualifiedName());
        print(command, "%s (%s)".formatted(describe(mistake), help));
        return CALLED_WRONGLY;
    }

    private static String describe(ParameterException mistake) {
        if (!(mistake instanceof UnmatchedArgumentException unmatched)) {
            return plain(ErrorLine.firstLine(mistake));
        }
        CommandLine command = mistake.getCommandLine();
        String word = unmatched.getUnmatched().get(0);
        if (unmatched.isUnknownOption()) {
            return unknown("option", word, command.getCommandSpec().optionsMap().keySet());
        }
        Set<String> verbs = command.getSubcommands().keySet();
        return verbs.isEmpty() ? "unexpected argument '%s'".formatted(word) : unknown("verb", word, verbs);
    }

    /** A mistake as picocli words it, without the names that things have in Java. */
    private static String plain(String mistake) {
        return CHOICES.matcher(mistake)
                .replaceFirst(found -> "expected one of " + found.group(1).toLowerCase(Locale.ROOT))
                .replaceFirst("is not an? (int|long)$", "is not a whole number")
                .replaceFirst("is not a double$", "is not a number");
    }

    private static String unknown(String kind, String word, Set<String> known) {
        String hint =
                Nearest.to(word, known).map("; did you mean '%s'?"::formatted).orElse("");
        return "unknown %s '%s'%s".formatted(kind, word, hint);
    }

    private static void print(CommandLine command, String text) {
        command.getErr().println(command.getColorScheme().errorText("dtn: " + text));
        command.getErr().flush();
    }
}
