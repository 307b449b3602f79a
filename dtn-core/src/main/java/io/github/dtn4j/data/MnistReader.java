package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds MNIST: inside the program where {@code dtn-assets} is on the class path, else in a data folder. */
public final class MnistReader {
    private static final String ASSETS = "/io/github/dtn4j/assets/mnist/";

    private MnistReader() {}

    /** The 60,000 training digits, 28 x 28, grey. */
    public static ImageReader train(Path dataFolder) {
        return find("train", dataFolder);
    }

    /** The 10,000 test digits, 28 x 28, grey. */
    public static ImageReader test(Path dataFolder) {
        return find("t10k", dataFolder);
    }

    private static ImageReader find(String part, Path dataFolder) {
        return new IdxReader(
                input(part + "-images-idx3-ubyte.gz", dataFolder), input(part + "-labels-idx1-ubyte.gz", dataFolder));
    }

    private static NamedInput input(String name, Path dataFolder) {
        URL resource = MnistReader.class.getResource(ASSETS + name);
        if (resource != null) {
            return NamedInput.of(resource);
        }
        Path file = dataFolder.resolve("mnist").resolve(name);
        if (!Files.isRegularFile(file)) {
            throw DtnException.failure(
                    "MNIST is neither built in nor at %s; build dtn-assets or set DTN_DATA to a folder that holds mnist/%s"
                            .formatted(file, name));
        }
        return NamedInput.of(file);
    }
}
