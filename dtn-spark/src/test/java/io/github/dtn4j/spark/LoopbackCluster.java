package io.github.dtn4j.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A standalone master of Spark and workers with one core each, as processes of this machine that only it can reach. */
final class LoopbackCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Path folder;
    private final Path jars;
    private final String master;
    private final List<Process> processes = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final List<String> classFolders = new ArrayList<>();

    LoopbackCluster(Path folder, int workers) throws IOException {
        this.folder = folder;
        jars = Files.createDirectories(folder.resolve("home/jars"));
        linkJars();
        int port = freePort();
        master = "spark://%s:%d".formatted(HOST, port);
        start(
                "master",
                List.of(),
                "org.apache.spark.deploy.master.Master",
                "--host",
                HOST,
                "--port",
                String.valueOf(port),
                "--webui-port",
                String.valueOf(freePort()));
        for (int i = 0; i < workers; i++) {
            this.workers.add(start(
                    "worker" + i,
                    List.of(),
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    HOST,
                    "--webui-port",
                    String.valueOf(freePort()),
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    folder.resolve("work" + i).toString(),
                    master));
        }
    }

    /** A home of Spark needs no more than the jars: of these the workers make the class path of executors. */
    private void linkJars() throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.isDirectory(path)) {
                classFolders.add(path.toString());
            } else if (Files.exists(path) && !Files.exists(jars.resolve(path.getFileName()))) {
                Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    private Process start(String name, List<String> options, String... command) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC"));
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
        builder.environment().put("SPARK_LOCAL_IP", HOST);
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** What a process says. */
    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** Starts the command line on this cluster. */
    Process submit(String name, List<String> settings, String... verb) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-Dspark.driver.host=" + HOST,
                "-Dspark.driver.bindAddress=" + HOST,
                "-Dspark.executor.memory=512m",
                "-Dspark.executor.extraClassPath=" + String.join(File.pathSeparator, classFolders)));
        settings.forEach(setting -> options.add("-D" + setting));
        List<String> words = new ArrayList<>(List.of(Main.class.getName()));
        words.addAll(List.of(verb));
        words.addAll(List.of("--spark", master));
        return start(name, options, words.toArray(new String[0]));
    }

    /** The processes that run tasks now. */
    List<ProcessHandle> executors() {
        return workers.stream()
                .flatMap(worker -> worker.toHandle().children())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>();
        for (Process process : processes) {
            process.descendants().forEach(all::add);
            all.add(process.toHandle());
        }
        all.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture<?>[] ends = all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends).orTimeout(30, TimeUnit.SECONDS).join(); // they write into the folder until then
        removeLinks();
    }

    /** A temporary folder of JUnit's is removed with a warning for each link. */
    private void removeLinks() {
        for (File link : Objects.requireNonNull(jars.toFile().listFiles())) {
            link.delete();
        }
    }
}
