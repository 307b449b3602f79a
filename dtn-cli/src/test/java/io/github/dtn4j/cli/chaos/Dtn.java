package io.github.dtn4j.cli.chaos;

import io.github.dtn4j.cli.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command {@code dtn} as a process of its own, with the classes of this build.
 *
 * @param folder where it works
 * @param before a command that starts the JVM, such as one that gives it a small disk; mostly empty
 * @param options of the JVM
 * @param environment beside what it inherits
 */
record Dtn(Path folder, List<String> before, List<String> options, Map<String, String> environment) {
    /** One thread: the same numbers on any machine, and children that do not fight for cores. */
    private static final Map<String, String> ONE_THREAD = Map.of(
            "OMP_NUM_THREADS",
            "1",
            "OMP_WAIT_POLICY",
            "PASSIVE",
            "OPENBLAS_NUM_THREADS",
            "1",
            "OPENCV_LOG_LEVEL",
            "OFF");

    static Dtn in(Path folder) {
        return new Dtn(
                folder,
                List.of(),
                List.of(),
                Map.of("DTN_CACHE", folder.resolve("cache").toString()));
    }

    /** The same with further options of the JVM. */
    Dtn with(String... more) {
        return new Dtn(
                folder,
                before,
                Stream.concat(options.stream(), Arrays.stream(more)).toList(),
                environment);
    }

    /** The same through a command that starts the JVM. */
    Dtn through(List<String> starter) {
        return new Dtn(folder, starter, options, environment);
    }

    Running start(Object... arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // the work is short
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:ErrorFile=" + crash(),
                "-Djava.awt.headless=true",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> variables = new LinkedHashMap<>(ONE_THREAD);
        variables.putAll(environment);
        builder.environment().putAll(variables);
        return Running.of(builder);
    }

    /** Runs the command to its end, which must not be a crash of the JVM. */
    Ended run(Object... arguments) {
        try (Running child = start(arguments)) {
            Ended ended = child.end();
            if (Files.exists(crash())) {
                throw new AssertionError("the JVM crashed: " + crash() + "\n" + ended.err());
            }
            return ended;
        }
    }

    private Path crash() {
        return Chaos.FOLDER.resolve("hs_err.log");
    }

    /** Of this build; surefire keeps it where it starts its own JVM from a jar that names it. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
