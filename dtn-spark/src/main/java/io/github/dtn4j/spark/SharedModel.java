package io.github.dtn4j.spark;

import io.github.dtn4j.DtnException;
import io.github.dtn4j.faces.FaceExtractor;
import io.github.dtn4j.faces.PrepareFaces;
import io.github.dtn4j.transfer.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The networks of this JVM, loaded when the first task asks for them and shared by all. They are never closed: the next task may
 * come at any time until the JVM ends.
 */
final class SharedModel {
    private static final Map<String, Translator> TRANSLATORS = new ConcurrentHashMap<>();

    private SharedModel() {}

    /**
     * A model by its file.
     *
     * @throws DtnException if it is no translator
     */
    static Translator translator(ModelFile model) {
        return TRANSLATORS.computeIfAbsent(model.hash(), hash -> load(model));
    }

    private static Translator load(ModelFile model) {
        try {
            Path file = Files.createTempFile("dtn-model-", ".safetensors");
            try {
                Files.write(file, model.content().value());
                return Translator.load(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw DtnException.failure(
                    "cannot put the model into %s: %s"
                            .formatted(System.getProperty("java.io.tmpdir"), DtnException.reason(e)),
                    e);
        }
    }

    /** The networks that prepare faces. */
    static FaceExtractor faces() {
        return Faces.EXTRACTOR;
    }

    private static final class Faces {
        static final FaceExtractor EXTRACTOR = new FaceExtractor(PrepareFaces.SIDE);
    }
}
