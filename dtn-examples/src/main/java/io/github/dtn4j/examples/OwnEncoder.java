package io.github.dtn4j.examples;

import io.github.dtn4j.data.Sources;
import io.github.dtn4j.learn.Learn;
import io.github.dtn4j.learn.LearnRequest;
import io.github.dtn4j.run.Watcher;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Learns between two folders with a network of yours as f: a TorchScript module that takes images (N, 3, H, W) in [-1, 1] and
 * gives (N, D). In Python, {@code torch.jit.script(net).save("f.pt")} makes one.
 *
 * <p>{@code OwnEncoder F SOURCE TARGET RESULT SECONDS}, such as {@code f.pt photos/ drawings/ runs/mine 3600}
 */
public final class OwnEncoder {
    private static final int SIDE = 32; // pixels
    private static final long SEED = 1;

    private OwnEncoder() {}

    /** Makes a run folder with the model, its figures and a report, in about the time that it is given. */
    public static void main(String[] args) {
        if (args.length != 5) {
            System.err.println("usage: OwnEncoder F SOURCE TARGET RESULT SECONDS");
            System.exit(2);
        }
        Path encoder = Path.of(args[0]);
        Path source = Path.of(args[1]);
        Path target = Path.of(args[2]);
        Path result = Path.of(args[3]);
        Duration budget = Duration.ofSeconds(Long.parseLong(args[4]));

        LearnRequest request = new LearnRequest(source, target, encoder.toString(), budget, result, SIDE, SEED);
        Learn.Result learned = Learn.run(request, Sources.fromEnvironment(), Watcher.NONE, () -> false);
        System.out.println("wrote " + learned.model());
    }
}
