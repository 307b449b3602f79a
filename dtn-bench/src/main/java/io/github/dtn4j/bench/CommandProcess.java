package io.github.dtn4j.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command {@code dtn} as a process of its own, with this JVM's options. */
final class CommandProcess {
    private static final Pattern RESIDENT = Pattern.compile("Vm(RSS|HWM):\\s+(\\d+) kB");

    private CommandProcess() {}

    /**
     * The words that start it.
     *
     * @param options of the JVM, besides this one's
     * @param arguments of {@code dtn}
     */
    static List<String> words(List<String> options, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib")
                        && !option.startsWith("-javaagent") // of this process
                        && !option.startsWith("-Ddtn.columns")) // it has no terminal
                .forEach(words::add);
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.github.dtn4j.cli.Main"));
        words.addAll(arguments);
        return words;
    }

    /** Physical memory of a process now, heap and tensors, in MB; 0 where the system does not tell it this way. */
    static long residentMegabytes(Process process) {
        return megabytes(process, "RSS");
    }

    /** The most physical memory that a process has had so far, in MB; 0 where the system does not tell it this way. */
    static long peakMegabytes(Process process) {
        return megabytes(process, "HWM");
    }

    private static long megabytes(Process process, String which) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            Matcher found = RESIDENT.matcher(Files.exists(status) ? Files.readString(status) : "");
            while (found.find()) {
                if (found.group(1).equals(which)) {
                    return Long.parseLong(found.group(2)) / 1024;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }
}
