package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.data.Sources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn bench serve}: the service under load, beside the same work in one process. */
@Command(
        name = "serve",
        description = {
            "Start 'dtn serve' as a process of its own on the loopback address and let many clients send photos at once, each the "
                    + "next as soon as it has its drawing. Beside it, in the same run, 'dtn transfer' of the same photos as a folder.",
            "",
            "Prints drawings a second of both, how long a client waits, every other answer by its status, and the memory of the "
                    + "server before, during and after. Clients and server share this machine's cores."
        },
        footer = {
            "",
            "Examples:",
            "  dtn bench serve --photos lfw128.zip",
            "  dtn bench serve --model models/svhn-mnist.safetensors --photos crops/ --clients 16 --seconds 20 --json",
        })
final class Serve implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "A trained model (default: models/faces-emoji.safetensors of the program).")
    private Path model = Path.of(System.getProperty("dtn.home", "."), "models", "faces-emoji.safetensors");

    @Option(
            names = "--photos",
            paramLabel = "SOURCE",
            description = "A folder or zip file of images (default: faces/lfw128.zip in DTN_DATA).")
    private @Nullable Path photos;

    @Option(names = "--clients", paramLabel = "N", description = "Clients at once (default: ${DEFAULT-VALUE}).")
    private int clients = 64;

    @Option(names = "--seconds", paramLabel = "S", description = "How long, 1 to 600 (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Height and width of the drawings (default: ${DEFAULT-VALUE}).")
    private int size = 256;

    @Option(names = "--json", description = "Print one line of JSON instead of the table.")
    private boolean json;

    @Override
    public Integer call() {
        if (clients < 1 || clients > 1024) {
            throw DtnException.usage("--clients %d: expected 1 to 1024".formatted(clients));
        }
        if (seconds < 1 || seconds > 600) {
            throw DtnException.usage("--seconds %d: expected 1 to 600".formatted(seconds));
        }
        if (size < 8 || size > 1024) {
            throw DtnException.usage("--size %d: the service draws 8 to 1024 pixels".formatted(size));
        }
        Path source = photos == null ? Sources.fromEnvironment().dataFolder().resolve("faces/lfw128.zip") : photos;
        PrintWriter err = command.commandLine().getErr();
        ServeComparison comparison = new ServeComparison(model, source, clients, seconds, size, err::println);
        comparison.run().print(command.commandLine().getOut(), json);
        return 0;
    }
}
