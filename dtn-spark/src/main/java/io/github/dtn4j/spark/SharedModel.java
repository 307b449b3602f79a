package io.github.dtn4j.spark;

import io.github.dtn4j.run.FaceExtractor;
import io.github.dtn4j.run.PrepareFaces;
import io.github.dtn4j.transfer.Translator;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkFiles;

/**
 * The networks of this JVM, loaded when the first task asks for them and shared by all. They are never closed: the next task may
 * come at any time until the JVM ends.
 */
final class SharedModel {
    private static final Map<Path, Translator> TRANSLATORS = new ConcurrentHashMap<>();

    private SharedModel() {}

    /**
     * A model that Spark has brought here.
     *
     * @param name what its file is called
     * @throws io.github.dtn4j.DtnException if it is no translator
     */
    static Translator translator(String name) {
        return TRANSLATORS.computeIfAbsent(Path.of(SparkFiles.get(name)), Translator::load);
    }

    /** The networks that prepare faces. */
    static FaceExtractor faces() {
        return Faces.EXTRACTOR;
    }

    private static final class Faces {
        static final FaceExtractor EXTRACTOR = new FaceExtractor(PrepareFaces.SIDE);
    }
}
