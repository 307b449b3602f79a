package io.github.dtn4j.cli;

import io.github.dtn4j.run.RunFolder;
import io.github.dtn4j.serve.watch.WatchServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dtn watch}: a page that follows a run. */
@Command(
        name = "watch",
        description = {
            "Show a run in the browser while it goes on: how far it is, its losses, and its sample grids over time.",
            "",
            "The page follows the files in the run folder; the run itself does not notice. It ends with Ctrl-C."
        },
        footer = {
            "",
            "Examples:",
            "  dtn watch",
            "  dtn watch runs/00017-svhn-mnist --port 9000",
            "  ssh -L 8081:localhost:8081 machine dtn watch latest"
        })
final class Watch implements Callable<Integer> {
    private static final String LATEST = "latest";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            defaultValue = LATEST,
            description = "The folder of a run, which may come later, or latest: the newest in runs (default).")
    private String run;

    @Option(names = "--port", paramLabel = "N", description = "Port of the page (default: ${DEFAULT-VALUE}).")
    private int port = 8081;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Address to listen on; others than this machine's own let anyone on the network look "
                    + "(default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Override
    public Integer call() throws InterruptedException {
        Path folder = run.equals(LATEST) ? RunFolder.newest(Path.of("runs")) : Path.of(run);
        try (WatchServer server = WatchServer.start(folder, host, port)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "close-watch"));
            PrintWriter out = spec.commandLine().getOut();
            out.println("watching %s: %s (Ctrl-C ends it)".formatted(folder, server.address()));
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
