package io.github.dtn4j.cli.chaos;

import io.github.dtn4j.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command {@code dtn} as a process of its own, with the classes of this build.
 *
 * @param folder where it works
 * @param program what starts it, up to the verb
 * @param environment beside what it inherits
 */
record Dtn(Path folder, List<String> program, Map<String, String> environment) {
    private static final Path CRASH = Chaos.FOLDER.resolve("hs_err.log");

    /** One thread: the same numbers on any machine, and children that do not fight for cores. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "OMP_NUM_THREADS",
            "1",
            "OMP_WAIT_POLICY",
            "PASSIVE",
            "OPENBLAS_NUM_THREADS",
            "1",
            "OPENCV_LOG_LEVEL",
            "OFF");

    static Dtn in(Path folder) {
        List<String> program = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // the work is short
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:ErrorFile=" + CRASH,
                "-Djava.awt.headless=true",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                classPath(),
                Main.class.getName());
        return new Dtn(folder, program, Map.of()).where("DTN_CACHE", folder.resolve("cache"));
    }

    /** Of this build; surefire keeps it where it starts its own JVM from a jar that names it. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The same with further options of the JVM. */
    Dtn with(String... options) {
        List<String> longer = new ArrayList<>(program);
        longer.addAll(1, Arrays.asList(options));
        return new Dtn(folder, longer, environment);
    }

    /** The same with a variable of the environment. */
    Dtn where(String variable, Object value) {
        Map<String, String> larger = new HashMap<>(environment);
        larger.put(variable, value.toString());
        return new Dtn(folder, program, larger);
    }

    /** The same through a command that starts the JVM. */
    Dtn through(List<String> starter) {
        List<String> longer = new ArrayList<>(starter);
        longer.addAll(program);
        return new Dtn(folder, longer, environment);
    }

    /** The same through a copy of the launcher in a folder of its own, where it finds everything built. */
    Dtn throughLauncher(Path home) {
        try {
            Path built = Files.createDirectories(home.resolve("target").resolve("dist"));
            Files.createFile(built.resolve("built"));
            Files.writeString(built.resolve("cli.classpath"), classPath());
            Path launcher = Files.copy(Path.of("..", "dtn"), home.resolve("dtn"));
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new Dtn(folder, List.of(launcher.toString()), environment)
                    .where("JAVA_HOME", System.getProperty("java.home"));
        } catch (IOException e) {
            throw new AssertionError("the launcher cannot be copied", e);
        }
    }

    Running start(Object... arguments) {
        List<String> command = new ArrayList<>(program);
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(ENVIRONMENT);
        builder.environment().putAll(environment);
        return Running.of(builder);
    }

    /** Runs the command to its end, which must not be a crash of the JVM. */
    Ended run(Object... arguments) {
        try (Running child = start(arguments)) {
            Ended ended = child.end();
            if (Files.exists(CRASH)) {
                throw new AssertionError("the JVM crashed: " + CRASH + "\n" + ended.err());
            }
            return ended;
        }
    }
}
