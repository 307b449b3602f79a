package io.github.dtn4j.cli;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.serve.Server;
import io.github.dtn4j.serve.ServerSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn serve}: trained models as a web page and a service. */
@Command(
        name = "serve",
        description = {
            "Serve trained models as a web page and over HTTP, until Ctrl-C.",
            "",
            "The page takes a photo that is dropped, picked, pasted or taken with the camera, and shows what becomes of it. "
                    + "Programs POST a photo to /v1/transfer and get a PNG, or JSON with every face and where it is; or they POST a "
                    + "zip file of photos to /v1/transfer:batch and get one of PNGs. /openapi.yaml describes all of it.",
            "",
            "Photos are worked on in memory and forgotten: none is written to the disk, none is logged. Only this machine can "
                    + "connect, unless --host says otherwise; there is no password and no encryption, so put a proxy that has "
                    + "them before it where strangers can reach it. A proxy on this machine must send Host: localhost. Behind "
                    + "a proxy all users share its address: set --rate 0 and limit them there."
        },
        footer = {
            "",
            "Examples:",
            "  dtn serve",
            "  dtn serve --model faces.safetensors --model digits.safetensors --port 9000",
            "  dtn serve --host 0.0.0.0 --rate 5",
            "  curl localhost:8080/v1/transfer -H 'Content-Type: image/jpeg' \\",
            "      --data-binary @photo.jpg -o emoji.png",
            "  curl 'localhost:8080/v1/transfer?faces=all&size=128' \\",
            "      -H 'Content-Type: image/jpeg' -H 'Accept: application/json' \\",
            "      --data-binary @photo.jpg",
            "  curl localhost:8080/v1/transfer:batch -H 'Content-Type: application/zip' \\",
            "      --data-binary @photos.zip -o emojis.zip"
        })
final class Serve implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "A trained model, to be repeated for several; the first is the one that a request gets if it names "
                            + "none (default: models/faces-emoji.safetensors of the program).")
    private List<Path> models = List.of();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen at, 0.0.0.0 for all (default: ${DEFAULT-VALUE}, this machine only).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The port to listen at, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--max-mb",
            paramLabel = "MB",
            defaultValue = "20",
            description = "The largest photo or zip file that is taken (default: ${DEFAULT-VALUE} MB).")
    private int megabytes;

    @Option(
            names = "--queue",
            paramLabel = "REQUESTS",
            defaultValue = "96",
            description =
                    "How many requests are worked on or wait at once; who comes then is told to try again (default: "
                            + "${DEFAULT-VALUE}).")
    private int queue;

    @Option(
            names = "--rate",
            paramLabel = "REQUESTS",
            description =
                    "How many requests with a photo or zip file one address may send a second, 0 for any number (default: any number at this "
                            + "machine only, 20 where others can connect).")
    private @Nullable Double rate;

    @Override
    public void run() {
        device.use();
        ServerSettings settings = settings();
        try (Server server = Server.start(settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-serving"));
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    Locale.ROOT,
                    "serving %s at http://%s:%d/ (Ctrl-C stops)%n",
                    names(settings),
                    shown(host),
                    server.port());
            out.flush();
            server.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(Server server) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("stopping: finishing requests in flight …");
        err.flush();
        server.close();
    }

    private ServerSettings settings() {
        ServerSettings settings = ServerSettings.of(host, port, models.isEmpty() ? List.of(shippedModel()) : models)
                .withMegabytes(megabytes)
                .withQueue(queue);
        return rate == null ? settings : settings.withRate(rate);
    }

    private static Path shippedModel() {
        Path shipped = Folders.models().resolve("faces-emoji.safetensors");
        if (!Files.exists(shipped)) {
            throw DtnException.usage("there is no %s; name a trained model with --model".formatted(shipped));
        }
        return shipped;
    }

    private static String names(ServerSettings settings) {
        return settings.models().stream().map(Folders::name).collect(Collectors.joining(", "));
    }

    private static String shown(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
