package io.github.dtn4j.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code dtn} once more, as another process with this JVM's options. */
public final class ThisProgram {
    /**
     * What belongs to this process alone: a port or a file that a second process cannot open as well (debuggers, agents, JMX,
     * recordings), and the width of its terminal.
     */
    private static final List<String> OWN = List.of(
            "-agentlib:",
            "-agentpath:",
            "-javaagent:",
            "-Xrunjdwp:",
            "-Dcom.sun.management.",
            "-XX:StartFlightRecording",
            "-XX:FlightRecorderOptions",
            "-Ddtn.columns=");

    private ThisProgram() {}

    /**
     * The words that start it.
     *
     * @param options of the JVM, besides this one's
     * @param arguments of {@code dtn}
     */
    public static List<String> words(List<String> options, List<String> arguments) {
        return words(ManagementFactory.getRuntimeMXBean().getInputArguments(), options, arguments);
    }

    static List<String> words(List<String> inherited, List<String> options, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        inherited.stream()
                .filter(option -> OWN.stream().noneMatch(option::startsWith))
                .forEach(words::add);
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        words.addAll(arguments);
        return words;
    }
}
