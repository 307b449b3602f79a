package io.github.dtn4j.bench;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.recipe.Recipe;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dtn bench faces}: the speed of a training step on faces, and of what comes before it. */
@Command(
        name = "faces",
        description =
                "Time the training step of recipes/faces-emoji.yaml on noise, whole and in parts, relate it to the "
                        + "machine's matrix product, and time its warm start, the drawing of cartoon faces and the face encoder; "
                        + "with --peer in turns with a plain loop of the same step in Python PyTorch.",
        footer = {
            "",
            "Examples:",
            "  dtn bench faces",
            "  dtn bench faces --peer python3 --json",
        })
final class Faces implements Callable<Integer> {
    private static final String SCRIPT = "face_step.py";

    @Spec
    private CommandSpec command;

    @Option(names = "--peer", paramLabel = "PY", description = "A Python with torch, to run the same step in.")
    private @Nullable String peer;

    @Option(
            names = "--iters",
            paramLabel = "N",
            description = "Timed runs of each in each round (default: ${DEFAULT-VALUE}).")
    private int iterations = 8;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds, all in turns (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images of S, and of T, in a step (default: as in the recipe).")
    private @Nullable Integer batch;

    @Option(names = "--json", description = "Print one line of JSON instead of the table.")
    private boolean json;

    @Override
    public Integer call() {
        if (rounds < 1 || iterations < 1) {
            throw DtnException.usage("--rounds and --iters must be at least 1");
        }
        Recipe recipe = batch == null ? FaceTraining.recipe() : FaceTraining.recipe(batch);
        PrintWriter err = command.commandLine().getErr();
        try (PeerScript script = PeerScript.unpack(SCRIPT)) {
            Peer found = findPeer(script, recipe, err);
            FaceFigures figures = new FaceComparison(found, recipe, rounds, iterations, err::println).run();
            figures.print(command.commandLine().getOut(), json);
        }
        return 0;
    }

    private @Nullable Peer findPeer(PeerScript script, Recipe recipe, PrintWriter err) {
        if (peer == null) {
            err.println("peer: none named, skipped");
            return null;
        }
        Peer found = Peer.find(script.file(), List.of(peer), arguments(recipe)).orElse(null);
        if (found == null) {
            err.println("peer: no torch in %s, skipped".formatted(peer));
        }
        return found;
    }

    private static List<String> arguments(Recipe recipe) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(
                List.of("--const-images", Integer.toString(recipe.train().constImages())));
        arguments.add("--generator");
        recipe.generator().widths().forEach(width -> arguments.add(width.toString()));
        arguments.add("--discriminator");
        recipe.discriminator().widths().forEach(width -> arguments.add(width.toString()));
        return arguments;
    }
}
