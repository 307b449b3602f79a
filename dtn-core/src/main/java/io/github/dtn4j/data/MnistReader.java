package io.github.dtn4j.data;

import io.github.dtn4j.DtnException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds MNIST: inside the program where {@code dtn-assets} is on the class path, else in a data folder. */
public final class MnistReader {
    private static final String ASSETS = "/io/github/dtn4j/assets/mnist/";

    /** A half of MNIST, of grey digits of 28 x 28 pixels. */
    public enum Part {
        /** The 60,000 training digits. */
        TRAIN("train"),
        /** The 10,000 test digits. */
        TEST("t10k");

        private final String images;
        private final String labels;

        Part(String name) {
            images = name + "-images-idx3-ubyte.gz";
            labels = name + "-labels-idx1-ubyte.gz";
        }
    }

    private MnistReader() {}

    /** A reader of one part. */
    public static ImageReader of(Part part, Path dataFolder) {
        return new IdxReader(input(part.images, dataFolder), input(part.labels, dataFolder));
    }

    /** The files of the data folder that a part is read from; none where it is inside the program. */
    static List<Path> files(Part part, Path dataFolder) {
        return Stream.of(part.images, part.labels)
                .filter(name -> resource(name) == null)
                .map(name -> file(name, dataFolder))
                .filter(Files::isRegularFile)
                .toList();
    }

    private static NamedInput input(String name, Path dataFolder) {
        URL resource = resource(name);
        if (resource != null) {
            return NamedInput.of(resource);
        }
        Path file = file(name, dataFolder);
        if (!Files.isRegularFile(file)) {
            throw DtnException.failure(
                    "MNIST is neither built in nor at %s; build dtn-assets or set DTN_DATA to a folder that holds mnist/%s"
                            .formatted(file, name));
        }
        return NamedInput.of(file);
    }

    private static @Nullable URL resource(String name) {
        return MnistReader.class.getResource(ASSETS + name);
    }

    private static Path file(String name, Path dataFolder) {
        return dataFolder.resolve("mnist").resolve(name);
    }
}
